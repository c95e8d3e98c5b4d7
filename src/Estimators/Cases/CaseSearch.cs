namespace DeepML;

/// <summary>How the nearest rows are searched.</summary>
public enum CaseSearch
{
    /// <summary>Every row is looked at, up to 20,000 rows; above that as <see cref="Approximate"/>.</summary>
    Automatic,

    /// <summary>Every row is looked at.</summary>
    Exact,

    /// <summary>
    /// Rows are sorted into lists by the centre that is nearest to each (k-means), and only the lists with the nearest centres are looked
    /// through: as many as <see cref="NearestCasesOptions.MinimumRecall"/> asks for.
    /// </summary>
    Approximate,
}
