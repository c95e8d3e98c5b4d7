using System.Diagnostics;

namespace DeepML.CommandLine.Tests;

/// <summary>The tool as a process, and its command line.</summary>
[TestClass]
public sealed class ProcessTests
{
    [TestMethod]
    public void A_process_trains_and_scores_and_ends_with_the_right_code()
    {
        using var folder = new ToolFolder();
        folder.Fruits();
        folder.Write("c.json", """{ "label": "Fruit", "options": { "Training": { "Epochs": 3 } } }""");
        var trained = Start(Tools, folder.Path, "train", "c.json", "fruits.csv", "-o", "m.zip").Succeeds();
        StringAssert.Contains(trained.Output, "saved: m.zip");
        Assert.DoesNotContain("█", trained.Output, "a bar is nothing for a file");
        Assert.HasCount(91, Start(Tools, folder.Path, "score", "m.zip", "fruits.csv").Succeeds().Lines);
        Start(Tools, folder.Path, "score", "m.zip", "none.csv").Fails(1, "There is no file 'none.csv'.");
        Start(Tools, folder.Path, "scor").Fails(2, "scor", "deepml --help");
        StringAssert.StartsWith(Start(Tools, folder.Path, "--version").Succeeds().Output, Commands.TrainCommand.Version);
    }

    [TestMethod]
    public void A_model_is_inspected_where_there_is_no_torch()
    {
        using var folder = new ToolFolder();
        using var tool = new ToolFolder();
        var model = folder.Model();
        foreach (var file in Directory.GetFiles(Tools).Where(file => !file.EndsWith(".deps.json", StringComparison.Ordinal)))
            File.Copy(file, tool[Path.GetFileName(file)]); // but not the folder of native libraries
        var told = Start(tool.Path, folder.Path, "inspect", model).Succeeds();
        Assert.AreEqual(ToolFolder.Run("inspect", model).Output, told.Output);
        Start(tool.Path, folder.Path, "score", model, folder["fruits.csv"]).Fails(1, "libtorch");
    }

    [TestMethod]
    [DataRow("Required command was not provided")]
    [DataRow("Unrecognized command or argument 'trane'", "trane", "c.json")]
    [DataRow("Required argument 'config' missing for command: 'train'", "train", "-o", "m.zip")]
    [DataRow("Option '--output' is required", "train", "c.json", "d.csv")]
    [DataRow("Unrecognized command or argument '--colums'", "score", "m.zip", "d.csv", "--colums", "x")]
    public void A_wrong_command_line_is_refused_with_what_is_wrong(string says, params string[] args) =>
        ToolFolder.Run(args).Fails(2, says, "'deepml --help'");

    [TestMethod]
    public void Help_names_every_command()
    {
        var help = ToolFolder.Run("--help").Succeeds().Output;
        string[] commands = ["train <config> <data>", "score <model> <data>", "report <model>", "onnx <model>", "inspect <model>"];
        foreach (var command in commands)
            StringAssert.Contains(help, command);
        StringAssert.Contains(ToolFolder.Run("train", "--help").Succeeds().Output, "--validation");
    }

    [TestMethod]
    public void Where_an_error_came_from_is_told_only_if_asked_for()
    {
        using var folder = new ToolFolder();
        ToolFolder.Run("inspect", folder["none.zip"]).Fails(1, "There is no file");
        var verbose = ToolFolder.Run("inspect", folder["none.zip"], "--verbose");
        Assert.AreEqual(1, verbose.Code);
        StringAssert.Contains(verbose.Error, "   at ");
    }

    private static string Tools => AppContext.BaseDirectory;

    private static ToolRun Start(string tools, string folder, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(tools, "DeepML.CommandLine.dll"), .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = folder; // no cache in which natives could be found
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolRun(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
