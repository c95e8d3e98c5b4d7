using System.Globalization;

namespace DeepML.CommandLine.Tests;

/// <summary>A folder with files of rows, in which the tool is run.</summary>
internal sealed class ToolFolder : IDisposable
{
    /// <summary>Where it lies.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("deepml-tool-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        return this[file];
    }

    /// <summary>
    /// Fruits of three kinds that weight, length and colour tell apart, a number for each row that tells nothing, and a price; one weight
    /// is missing.
    /// </summary>
    public string Fruits(string file = "fruits.csv", int rows = 90)
    {
        var random = new Random(7);
        string[] kinds = ["apple", "banana", "cherry"], colours = ["green", "yellow", "red"];
        var lines = new List<string> { "Number,Weight,Length,Colour,Price,Fruit" };
        for (var i = 0; i < rows; i++)
        {
            var kind = i % kinds.Length;
            var weight = ((kind * 50) + (10 * random.NextDouble())).ToString("F2", CultureInfo.InvariantCulture);
            var length = (kind == 1 ? 20 : 5) + random.NextDouble();
            lines.Add(FormattableString.Invariant(
                $"n{i},{(i == 4 ? "" : weight)},{length:F2},{colours[kind]},{2 * length:F2},{kinds[kind]}"));
        }
        return Write(file, string.Join('\n', lines) + "\n");
    }

    /// <summary>Runs the tool in this process.</summary>
    public static ToolRun Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Tool.RunAsync(args, output, error).GetAwaiter().GetResult();
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Trains a small network on the fruits.</summary>
    /// <returns>The path of the model.</returns>
    public string Model(string file = "model.zip")
    {
        var configuration = Write("config.json", """
            { "label": "Fruit", "options": { "HiddenSizes": [8], "Training": { "Epochs": 20, "LearningRate": 0.05 } } }
            """);
        Run("train", configuration, Fruits(), "-o", this[file]).Succeeds();
        return this[file];
    }

    /// <summary>Deletes it.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
