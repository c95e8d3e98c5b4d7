using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepML.Distributed;

/// <summary>
/// What has been scored so far: a file for each part, which is there when it is whole, and a plan that says of what work. It lies beside
/// the output until that is whole.
/// </summary>
/// <param name="output">The file that will hold all.</param>
internal sealed class PartFolder(string output)
{
    private const string Plan = "plan.json";

    private readonly string _folder = output + ".parts";

    /// <summary>Begins, or goes on with the same work: called in one process.</summary>
    /// <param name="plan">What is scored, by what, and how.</param>
    /// <exception cref="InvalidOperationException">Other work was begun there.</exception>
    public void Open(JsonObject plan)
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, Plan);
        if (!File.Exists(path))
        {
            foreach (var part in Directory.EnumerateFiles(_folder, "*.part"))
                File.Delete(part); // of work that was over: it was about to take them away
            WriteWhole(path, Path.Combine(_folder, "plan.tmp"), writer => writer.Write(plan.ToJsonString()));
            return;
        }
        var found = new List<string>();
        Trainers.SettingDifferences.Add(Read(path), plan, "", found);
        if (found.Count > 0)
            throw new InvalidOperationException(
                $"'{_folder}' holds parts of other work: {string.Join("; ", found)}. Delete the folder, or choose another output.");
    }

    /// <summary>Which parts of a file are there.</summary>
    public HashSet<int> Done(int file)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{file:D6}-");
        return [.. Directory.EnumerateFiles(_folder, prefix + "*.part")
            .Select(name => int.Parse(Path.GetFileNameWithoutExtension(name)[prefix.Length..], CultureInfo.InvariantCulture))];
    }

    /// <summary>Begins a part: a file of that process, which becomes the part when it is whole.</summary>
    public StreamWriter Begin(int rank) => new(Temporary(rank), append: false, new UTF8Encoding(false)) { NewLine = "\n" };

    /// <summary>Ends a part: from now on it is there.</summary>
    public void End(StreamWriter part, int rank, int file, int number)
    {
        Flush(part);
        File.Move(Temporary(rank), PartName(file, number), overwrite: true);
    }

    /// <summary>Joins all parts in their order, and takes them away: called in one process, when all are there.</summary>
    /// <param name="header">The first line.</param>
    /// <param name="parts">Number of parts of each file.</param>
    public void Join(string header, IReadOnlyList<int> parts)
    {
        WriteWhole(output, output + ".tmp", writer =>
        {
            writer.Write(header + "\n");
            writer.Flush();
            for (var file = 0; file < parts.Count; file++)
                for (var number = 0; number < parts[file]; number++)
                {
                    using var part = File.OpenRead(PartName(file, number));
                    part.CopyTo(writer.BaseStream);
                }
        });
        Directory.Delete(_folder, recursive: true);
    }

    private static JsonNode? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path));
        }
        catch (JsonException damaged)
        {
            throw new InvalidOperationException($"'{path}' is damaged: {damaged.Message} Delete the folder that it lies in.", damaged);
        }
    }

    private static void WriteWhole(string path, string temporary, Action<StreamWriter> write)
    {
        var writer = new StreamWriter(temporary, append: false, new UTF8Encoding(false));
        write(writer);
        Flush(writer);
        File.Move(temporary, path, overwrite: true);
    }

    private static void Flush(StreamWriter writer)
    {
        writer.Flush();
        ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        writer.Dispose();
    }

    private string Temporary(int rank) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"rank{rank}.tmp"));

    private string PartName(int file, int number) =>
        Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{file:D6}-{number:D9}.part"));
}
