using DeepML.CommandLine.Tables;

namespace DeepML.CommandLine.Training;

/// <summary>The columns of a file that take part.</summary>
/// <param name="Label">The one that is predicted; null where there is none.</param>
/// <param name="Features">Those that are read, with what they hold.</param>
/// <param name="Own">Those that the trainer's options name: weights, times, series.</param>
internal sealed record TrainingColumns(
    (string Name, CellKind Kind)? Label, IReadOnlyList<(string Name, CellKind Kind)> Features,
    IReadOnlyList<(string Name, CellKind Kind)> Own)
{
    /// <summary>All of them, each once.</summary>
    public IEnumerable<(string Name, CellKind Kind)> All =>
        Features.Concat(Own).Concat(Label is { } label ? [label] : []).DistinctBy(column => column.Name);

    /// <summary>Names of the features that are numbers.</summary>
    public string[] Numbers => [.. Features.Where(feature => feature.Kind == CellKind.Number).Select(feature => feature.Name)];

    /// <summary>Names of the features that are no numbers.</summary>
    public string[] Categories => [.. Features.Where(feature => feature.Kind != CellKind.Number).Select(feature => feature.Name)];
}
