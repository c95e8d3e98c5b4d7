namespace DeepML;

/// <summary>The rules of <see cref="GanAmount"/>.</summary>
public enum GanAmountKind
{
    /// <summary>The same number of rows for each class.</summary>
    PerClass,

    /// <summary>Rows in proportion to those there are.</summary>
    Factor,

    /// <summary>The same, for classes smaller than the largest.</summary>
    FactorOfSmaller,

    /// <summary>Every class up to a share of the largest.</summary>
    Balance,

    /// <summary>Numbers given class by class.</summary>
    Rows,
}
