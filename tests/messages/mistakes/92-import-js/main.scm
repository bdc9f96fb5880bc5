(import fs from "fs")
