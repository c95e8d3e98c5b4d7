using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepML.CommandLine.Tests;

/// <summary>What the tool ends with, and what it leaves behind when it does not get to its end.</summary>
[TestClass]
public sealed partial class ExitCodeTests
{
    [TestMethod]
    public void A_fault_of_the_tool_is_called_one_and_where_it_came_from_is_told_if_asked_for()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        foreach (var isVerbose in new[] { false, true })
        {
            using var error = new StringWriter();
            string[] args = isVerbose ? ["inspect", model, "-v"] : ["inspect", model];
            Assert.AreEqual(ExitCodes.Fault, Tool.RunAsync(args, new Broken(), error).GetAwaiter().GetResult());
            StringAssert.Contains(
                error.ToString(), "deepml: an unforeseen error, which is a fault of the tool: NotImplementedException: no writer");
            Assert.AreEqual(isVerbose, error.ToString().Contains("   at ", StringComparison.Ordinal));
        }
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux | OperatingSystems.OSX)]
    public void A_training_that_is_stopped_saves_the_best_so_far_and_says_that_it_was_stopped()
    {
        if (IgnoresInterrupts())
            Assert.Inconclusive("This process ignores SIGINT, as shells start what runs in the background; so do those it starts.");
        using var folder = new ToolFolder();
        folder.Fruits();
        folder.Write("c.json", """
            { "label": "Fruit", "options": { "HiddenSizes": [8], "Training": {
              "Epochs": 10000000, "CheckpointDirectory": "kept", "CheckpointInterval": "00:00:00" } } }
            """);
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "DeepML.CommandLine.dll"), "train", "c.json", "fruits.csv", "-o", "m.zip"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            var watch = Stopwatch.StartNew();
            while (!Directory.Exists(folder["kept"]) || Directory.GetFiles(folder["kept"], "*.checkpoint").Length == 0)
            {
                Assert.IsTrue(!process.HasExited && watch.Elapsed < TimeSpan.FromMinutes(1), "it does not begin to learn");
                Thread.Sleep(20);
            }
            Assert.AreEqual(0, kill(process.Id, 2), "SIGINT");
            Assert.IsTrue(process.WaitForExit(TimeSpan.FromMinutes(1)), "it goes on");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
        Assert.AreEqual(ExitCodes.Stopped, process.ExitCode, error.GetAwaiter().GetResult());
        StringAssert.Contains(output.GetAwaiter().GetResult(), "saved: m.zip");
        Assert.HasCount(91, ToolFolder.Run("score", folder["m.zip"], folder["fruits.csv"]).Succeeds().Lines);
    }

    private static bool IgnoresInterrupts()
    {
        const string status = "/proc/self/status", ignored = "SigIgn:";
        if (!File.Exists(status))
            return false;
        var mask = File.ReadLines(status).Single(line => line.StartsWith(ignored, StringComparison.Ordinal))[ignored.Length..].Trim();
        return ((Convert.ToUInt64(mask, 16) >> 1) & 1) == 1; // signal 2 is bit 1
    }

    [TestMethod]
    public void A_file_that_cannot_be_written_is_bad_input_and_leaves_nothing_behind()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        Directory.CreateDirectory(folder["taken"]);
        File.WriteAllText(folder["taken/inside"], "");
        foreach (var args in new string[][]
        {
            ["score", model, folder["fruits.csv"], "-o", folder["taken"]], ["onnx", model, "-o", folder["taken"]],
            ["report", model, "-o", folder["taken"]], ["train", folder["config.json"], folder["fruits.csv"], "-o", folder["taken"]],
            ["score", model, folder["fruits.csv"], "-o", folder["fruits.csv/inside"]],
        })
            ToolFolder.Run(args).Fails(ExitCodes.BadInput, "deepml: ");
        CollectionAssert.AreEquivalent(
            new[] { "config.json", "fruits.csv", "model.zip" }, Directory.GetFiles(folder.Path).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void Folders_of_what_is_written_are_made_and_what_was_there_is_written_over()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        foreach (var _ in new[] { 1, 2 })
        {
            ToolFolder.Run("score", model, folder["fruits.csv"], "--output", folder["a/b/s.csv"]).Succeeds();
            StringAssert.Contains(ToolFolder.Run("onnx", model, "-o", folder["a/m.onnx"]).Succeeds().Output, " bytes: ");
            StringAssert.Contains(ToolFolder.Run("report", model, "-o", folder["a/r.html"]).Succeeds().Output, "r.html");
        }
        Assert.HasCount(91, File.ReadAllLines(folder["a/b/s.csv"]));
        Assert.HasCount(2, Directory.GetFiles(folder["a"]), "no half of a file");
    }

    [TestMethod]
    [DataRow("--separator", "train", "c.json", "d.csv", "-o", "m.zip", "--separator", ";")]
    [DataRow("--separator is ';;'; it must be one letter.", "score", "m.zip", "d.csv", "--separator", ";;")]
    [DataRow("Required argument 'model' missing for command: 'inspect'", "inspect")]
    [DataRow("Required argument 'data' missing for command: 'score'", "score", "m.zip")]
    [DataRow("Option '--output' is required", "report", "m.zip")]
    [DataRow("Option '--output' is required", "onnx", "m.zip")]
    [DataRow("Required argument missing for option: '--validation'", "train", "c.json", "d.csv", "-o", "m.zip", "--validation")]
    [DataRow("Required argument missing for option: '--columns'", "score", "m.zip", "d.csv", "--columns")]
    [DataRow("Unrecognized command or argument 'more.csv'", "report", "m.zip", "d.csv", "more.csv", "-o", "p.html")]
    [DataRow("Unrecognized command or argument '--title'", "score", "m.zip", "d.csv", "--title", "x")]
    public void Arguments_that_a_command_does_not_have_are_bad_usage(string says, params string[] args) =>
        ToolFolder.Run(args).Fails(ExitCodes.BadUsage, says, "'deepml COMMAND --help'");

    [TestMethod]
    [DataRow("train", "--validation", "--output", "--verbose")]
    [DataRow("score", "--columns", "--separator", "--output")]
    [DataRow("report", "--label", "--title", "--separator")]
    [DataRow("onnx", "--outputs", "--output", "--verbose")]
    [DataRow("inspect", "--description", "--verbose", "model")]
    public void Help_of_a_command_tells_all_that_it_takes(string command, params string[] options)
    {
        var help = ToolFolder.Run(command, "--help").Succeeds().Output;
        foreach (var option in options)
            StringAssert.Contains(help, option);
    }

    [TestMethod]
    public void What_ML_NET_logs_is_written_only_if_asked_for()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        Assert.AreEqual("", ToolFolder.Run("score", model, folder["fruits.csv"]).Succeeds().Error);
        Assert.AreNotEqual("", ToolFolder.Run("score", model, folder["fruits.csv"], "--verbose").Succeeds().Error);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int kill(int process, int signal);

    private sealed class Broken : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new NotImplementedException("no writer");
    }
}
