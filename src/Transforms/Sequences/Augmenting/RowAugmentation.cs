using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML;

/// <summary>
/// Which changed copies of rows are added to training data: all columns of a copy but one are those of its row, the label too.
/// </summary>
public abstract record RowAugmentation
{
    /// <summary>Most copies of a row.</summary>
    internal const int MostCopies = 1000;

    private protected RowAugmentation()
    {
    }

    /// <summary>Copies of each row.</summary>
    /// <value>In [1, 1000]; the default is 1.</value>
    public int Copies { get; init; } = 1;

    /// <summary>Name of a boolean column that tells copies (true) from real rows.</summary>
    /// <value>Null (the default) adds none.</value>
    public string? MarkerColumnName { get; init; }

    /// <summary>Fixes what the copies are.</summary>
    /// <value>Null (the default) draws it from the <c>MLContext</c>.</value>
    public int? Seed { get; init; }

    /// <summary>The column that is changed.</summary>
    internal abstract InputColumn Column(string name);

    /// <summary>The rows of a view with the column changed; each pass meets the same changes.</summary>
    /// <param name="source">The rows; their schema has been checked.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="seed">Fixes the changes.</param>
    internal abstract IDataView Changed(IDataView source, string column, int seed);

    /// <summary>Says what is wrong with the numbers.</summary>
    internal virtual void Validate(PartFaults faults)
    {
        faults.InRange(Copies, 1, MostCopies, nameof(Copies));
        if (MarkerColumnName is "")
            faults.Add(nameof(MarkerColumnName), "\"\"", "a name, or null");
    }
}
