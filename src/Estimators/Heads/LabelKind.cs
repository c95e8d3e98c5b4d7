namespace DeepML.Estimators;

/// <summary>What a label is to a simple method.</summary>
internal enum LabelKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>One of several classes.</summary>
    Class,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>Several labels at once, which simple methods are not asked for.</summary>
    Several,
}
