using DeepML.CommandLine;

return await Tool.RunAsync(args, Console.Out, Console.Error);
