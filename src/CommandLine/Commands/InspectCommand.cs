using System.Globalization;
using DeepML.CommandLine.Inspection;

namespace DeepML.CommandLine.Commands;

/// <summary>Tells what a saved model holds. Nothing is built from it, and torch is not loaded.</summary>
internal static class InspectCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="session">Where it writes to.</param>
    /// <param name="model">Path of the model.</param>
    /// <param name="isWhole">Whether the whole descriptions are written.</param>
    /// <returns>How the process ends: with <see cref="ExitCodes.BadInput"/> if a hash is not what was saved.</returns>
    public static int Run(Session session, string model, bool isWhole)
    {
        using var archive = ModelFile.Open(model);
        var (writer, parts) = (session.Out, ArchivedPart.In(archive));
        Line(writer, 0, $"{model}: {new FileInfo(model).Length:N0} bytes, {parts.Count} transformers");
        if (ArchivedPart.Bytes(archive, "TrainingInfo/Version.txt") is { } version)
            Line(writer, 0, $"saved by ML.NET {System.Text.Encoding.UTF8.GetString(version).Trim()}");
        if (ModelNote.In(archive) is { } note)
        {
            var label = note.Label is null ? "" : $", label '{note.Label}'";
            Line(writer, 0, $"trained by deepml {note.Version}: {note.Trainer}, {note.Task}{label}");
        }
        if (ArchivedPart.Bytes(archive, "Schema") is { } schema)
        {
            Line(writer, 0, $"columns of the training rows:");
            foreach (var column in SavedSchema.Read(session.Context(), schema))
                Line(writer, 1, $"{column.Name}: {column.Type}");
        }
        foreach (var part in parts)
            Tell(writer, part, isWhole);
        var isRight = parts.All(part => part.Network?.Hashes.All(hash => hash.IsRight) != false);
        if (!isRight)
            session.Error.WriteLine($"'{model}' is damaged: a part of it is not what was saved.");
        return isRight ? ExitCodes.Done : ExitCodes.BadInput;
    }

    private static void Tell(TextWriter writer, ArchivedPart part, bool isWhole)
    {
        if (part.Network is not { } network)
        {
            Line(writer, 0, $"{part.Place}: {part.Loader}, of ML.NET");
            return;
        }
        Line(writer, 0, $"{part.Place}: {network.Kind}, version {network.Version}");
        foreach (var (member, columns) in network.Columns())
            Line(writer, 1, $"{member}: {columns}");
        if (network.History() is { Epochs.Count: > 0 } history)
            Line(writer, 1, $"training: {history}");
        Line(writer, 1, $"weights: {network.Weights.Sum(weight => weight.Count):N0} numbers in {network.Weights.Count} tensors");
        foreach (var weight in network.Weights)
            Line(writer, 2, $"{weight.Name}: {weight.Type} [{string.Join(" x ", weight.Shape)}]");
        foreach (var hash in network.Hashes)
            Line(writer, 1, $"SHA-256 of the {hash.Of}: {hash}");
        if (isWhole)
            Line(writer, 1, $"description: {network.Description}");
    }

    private static void Line(TextWriter writer, int depth, FormattableString text) =>
        writer.WriteLine(new string(' ', 2 * depth) + text.ToString(CultureInfo.InvariantCulture));
}
