using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>
/// What is done to the rows of a series, in the order in which they come: gaps filled, counters made rates, values of earlier rows,
/// windows. Rows of several series may be mixed; each series is gone through by itself.
/// </summary>
public abstract record SeriesOperation
{
    private protected SeriesOperation()
    {
    }

    /// <summary>Whether the input may be yes or no, and is a single number.</summary>
    internal virtual bool ReadsFlag => false;

    /// <summary>Whether an infinite number is one like others, and no error.</summary>
    internal virtual bool TakesInfinity => false;

    /// <summary>Whether a row needs no other rows: then a prediction engine can do it.</summary>
    internal virtual bool IsRowWise => false;

    /// <summary>Whether what becomes of a row may depend on later ones.</summary>
    internal virtual bool LooksAhead => false;

    /// <summary>Whether some rows are left out.</summary>
    internal virtual bool DropsRows => false;

    /// <summary>What the operation needs a time column for; null if it needs none.</summary>
    internal virtual string? NeedsTimeFor => null;

    /// <summary>Names of the columns that it adds beside its output.</summary>
    internal virtual IEnumerable<string?> FurtherColumns => [];

    /// <summary>Says what is wrong with the operation's own numbers.</summary>
    internal virtual void Validate(PartFaults faults)
    {
    }

    /// <summary>The columns that are added.</summary>
    /// <param name="output">Name of the output.</param>
    /// <param name="slots">Numbers of a row.</param>
    /// <param name="isVector">Whether they are a vector.</param>
    internal abstract IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector);

    /// <summary>What goes over the rows that are fitted to, and notes or learns; null if there is nothing.</summary>
    /// <param name="slots">Numbers of a row.</param>
    internal virtual SeriesSurvey? Survey(int slots) => null;

    /// <summary>Begins a series.</summary>
    /// <param name="series">Its name.</param>
    /// <param name="place">How errors call column and slots.</param>
    /// <param name="scales">What was learned of the series; null where nothing is.</param>
    internal abstract SeriesState Start(string series, SeriesPlace place, SeriesScales? scales);

    /// <summary>A number a row, or a vector of them like that of the input.</summary>
    private protected static SeriesOutput Like(string name, int slots, bool isVector) => isVector
        ? new(name, new VectorDataViewType(NumberDataViewType.Single, slots), names => names)
        : new(name, NumberDataViewType.Single);
}
