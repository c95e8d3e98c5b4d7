namespace DeepML.Transforms;

/// <summary>Goes over the rows that a step is fitted to.</summary>
internal abstract class SeriesSurvey
{
    /// <summary>Looks at a row.</summary>
    /// <param name="series">Its series.</param>
    /// <param name="values">Its numbers; NaN where one is missing.</param>
    public abstract void Take(string series, double[] values);

    /// <summary>What the user ought to know, a sentence each.</summary>
    public virtual IEnumerable<string> Remarks(SeriesPlace place) => [];

    /// <summary>What was learned; null if nothing is to be.</summary>
    /// <exception cref="InvalidOperationException">There was nothing to learn from.</exception>
    public virtual SeriesScales? Scales(SeriesPlace place) => null;
}
