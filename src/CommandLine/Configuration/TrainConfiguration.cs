using System.Text.Json;
using DeepML.CommandLine.Tables;

namespace DeepML.CommandLine.Configuration;

/// <summary>What a file says about a training: the names of its members are those of this record, in small letters.</summary>
internal sealed record TrainConfiguration
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>What is learned; null where it follows from the label.</summary>
    public string? Task { get; init; }

    /// <summary>Name of the trainer; null for the usual one of the task.</summary>
    public string? Trainer { get; init; }

    /// <summary>The column that is predicted; null where there is none.</summary>
    public string? Label { get; init; }

    /// <summary>The columns that are read; empty for all that are left.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Columns that are not read.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>What columns hold, where it is not what their cells look like.</summary>
    public IReadOnlyDictionary<string, CellKind> Types { get; init; } = new Dictionary<string, CellKind>();

    /// <summary>Between two cells; null takes what the first line has most of.</summary>
    public char? Separator { get; init; }

    /// <summary>Fixes every draw.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The trainer's options, as they stand in the file.</summary>
    public JsonElement? Options { get; init; }

    /// <summary>The whole text, which is kept with the model.</summary>
    public string Text { get; init; } = "{}";

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is not there, no JSON, or has members that are not known; every fault is named.</exception>
    public static TrainConfiguration Read(string path)
    {
        if (!File.Exists(path))
            throw new InputException($"There is no file '{path}'.");
        var text = File.ReadAllText(path);
        try
        {
            return Parse(text);
        }
        catch (JsonException e)
        {
            throw new InputException(FormattableString.Invariant(
                $"'{path}' is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. {e.Message.Split(" LineNumber:")[0]}"), e);
        }
        catch (InputException e)
        {
            throw new InputException($"'{path}' cannot be used. {e.Message}", e);
        }
    }

    private static TrainConfiguration Parse(string text)
    {
        using var document = JsonDocument.Parse(text, Reading);
        var faults = new ConfigurationFaults();
        var binder = new OptionBinder(faults);
        var read = (TrainConfiguration?)binder.Bind(
            document.RootElement.Clone(), typeof(TrainConfiguration), "", reserved: new Dictionary<string, string> { [nameof(Text)] = "" });
        faults.ThrowIfAny();
        return read! with { Text = text };
    }
}
