using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DeepML.Notebooks;

/// <summary>One notebook, run from its folder with the packages of this repository.</summary>
/// <param name="runner">The program <c>dotnet-repl</c>.</param>
/// <param name="packages">The folder with the packages.</param>
/// <param name="path">The notebook.</param>
internal sealed partial class NotebookRun(string runner, string packages, string path)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // as Jupyter writes
    };

    /// <summary>How long it took.</summary>
    public double Seconds { get; private set; }

    /// <summary>Runs every cell.</summary>
    /// <param name="keep">Whether what the cells have shown is written into the notebook.</param>
    /// <returns>What went wrong, cell by cell; empty if nothing did.</returns>
    public IReadOnlyList<string> Run(bool keep)
    {
        var notebook = JsonNode.Parse(File.ReadAllText(path))!;
        var folder = Directory.CreateTempSubdirectory("notebook").FullName;
        try
        {
            var (with, ran) = (Path.Combine(folder, Path.GetFileName(path)), Path.Combine(folder, "ran.ipynb"));
            File.WriteAllText(with, WithPackages(notebook).ToJsonString(Json));
            var began = Stopwatch.GetTimestamp();
            var said = Start(with, ran);
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (!File.Exists(ran))
                return [$"  the runner has written nothing: {said}"];
            var cells = Cells(JsonNode.Parse(File.ReadAllText(ran))!);
            var errors = Errors(cells);
            if (keep && errors.Count == 0)
            {
                Keep(Cells(notebook), cells);
                File.WriteAllText(path, notebook.ToJsonString(Json) + "\n");
            }
            return errors;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonObject[] Cells(JsonNode notebook) => [.. notebook["cells"]!.AsArray().Select(cell => cell!.AsObject())];

    private static bool IsCode(JsonObject cell) => (string?)cell["cell_type"] == "code";

    private static string SourceOf(JsonObject cell) => cell["source"] switch
    {
        JsonArray lines => string.Concat(lines.Select(line => (string)line!)),
        var text => (string)text!,
    };

    // The committed notebook names no folder of anybody's machine: the source of packages is put in for the run.
    private JsonNode WithPackages(JsonNode notebook)
    {
        var copy = notebook.DeepClone();
        var first = Cells(copy).First(cell => IsCode(cell) && SourceOf(cell).Contains("#r \"nuget:", StringComparison.Ordinal));
        first["source"] = $"#i \"nuget:{packages}\"\n{SourceOf(first)}";
        return copy;
    }

    private string Start(string with, string ran)
    {
        var start = new ProcessStartInfo(
            runner, ["--run", with, "--exit-after-run", "--output-format", "ipynb", "--output-path", ran])
        {
            WorkingDirectory = Path.GetDirectoryName(path),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (said, faults) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            return $"stopped after {Limit.TotalMinutes} minutes";
        }
        return $"{said.Result} {faults.Result}".Trim();
    }

    private static List<string> Errors(JsonObject[] cells) =>
    [
        .. cells.SelectMany((cell, i) => (cell["outputs"]?.AsArray() ?? []).Where(output => (string?)output!["output_type"] == "error")
            .Select(output => $"  cell {i + 1}: {((string?)output!["evalue"])?.Split("\n   at ")[0]}")),
    ];

    private static void Keep(JsonObject[] cells, JsonObject[] ran)
    {
        foreach (var (cell, other) in cells.Where(IsCode).Zip(ran.Where(IsCode)))
        {
            // What was restored from where is of no interest to a reader.
            JsonNode[] outputs = SourceOf(cell).Contains("#r \"nuget:", StringComparison.Ordinal)
                ? []
                : [.. Latest((other["outputs"]?.AsArray() ?? []).Select(output => output!.DeepClone()))];
            cell["outputs"] = new JsonArray(outputs);
            cell["execution_count"] = null;
        }
    }

    // The runner writes a display as often as it was updated.
    private static List<JsonNode> Latest(IEnumerable<JsonNode> outputs)
    {
        var kept = new List<(string? Display, JsonNode Output)>();
        foreach (var output in outputs)
        {
            var found = Display().Match(output.ToJsonString(Json));
            var display = found.Success ? found.Value : null;
            if (display is not null)
                kept.RemoveAll(other => other.Display == display);
            kept.Add((display, output));
        }
        return [.. kept.Select(pair => pair.Output)];
    }

    [GeneratedRegex("data-display=\\\\\"[^\"\\\\]*")]
    private static partial Regex Display();
}
