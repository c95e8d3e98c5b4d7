using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a clock onto which rows are brought.</summary>
/// <param name="Time">The column with their times.</param>
/// <param name="Series">Which series a row belongs to; null for one.</param>
/// <param name="Metric">
/// The column that names the metric of a row, whose values are columns then; null if each metric has its column.
/// </param>
/// <param name="Value">With it, the column of values; otherwise null.</param>
/// <param name="Every">Ticks of a step.</param>
/// <param name="Columns">What comes out.</param>
/// <param name="Order">What becomes of rows out of order.</param>
/// <param name="Twice">What becomes of two rows at one time.</param>
/// <param name="MaximumGap">Steps without a row, on end, above which a time is taken for wrong.</param>
internal sealed record AlignDescription(
    string Time, string? Series, string? Metric, string? Value, long Every, AlignedColumn[] Columns, RowOrder Order, EqualTimes Twice,
    int MaximumGap) : IModelDescription<NoWeights>
{
    /// <summary>Most steps without a row that can be allowed.</summary>
    public const int MostGap = 100_000_000;

    // Nothing was trained.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <summary>Whether steps are whole days, which are those of the clock on the wall; shorter steps are counted in UTC.</summary>
    public bool IsByDay => Every % TimeSpan.TicksPerDay == 0;

    /// <summary>The columns that are read.</summary>
    public InputColumn[] Inputs()
    {
        var columns = new List<InputColumn> { new SeriesTimeColumn(Time) };
        if (Series is not null)
            columns.Add(new SeriesNameColumn(Series));
        if (Metric is not null)
            columns.Add(new MetricColumn(Metric));
        foreach (var name in Value is null ? Columns.Select(column => column.Name) : [Value])
            columns.Add(new SeriesNumbersColumn(name, "input", single: true, booleans: Value is null));
        return [.. columns];
    }

    /// <inheritdoc/>
    public void Check()
    {
        Sound.InRange(Every, 1, DateTime.MaxValue.Ticks, nameof(Every));
        Sound.InRange(Columns.Length, 1, Sound.MostNumbers, "the number of columns");
        Sound.That(Columns.Select(column => column.Name).Distinct().Count() == Columns.Length, "two columns have one name");
        Sound.That((Metric is null) == (Value is null), "of the columns of metrics and of values only one is there");
        Sound.InRange(MaximumGap, 0, MostGap, nameof(MaximumGap));
        Sound.That(Enum.IsDefined(Order) && Enum.IsDefined(Twice), "an order is not known");
        foreach (var column in Columns)
            Sound.That(Enum.IsDefined(column.Aggregate) && Enum.IsDefined(column.Kind), $"what becomes of '{column.Name}' is not known");
    }

    /// <inheritdoc/>
    public NoWeights CreateNetwork() => new();
}
