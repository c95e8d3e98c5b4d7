namespace DeepML.Data;

/// <summary>
/// The names of ML.NET's annotations, and what it calls the kinds of scores. Names of columns: <see cref="ColumnNames"/>.
/// </summary>
internal static class AnnotationNames
{
    /// <summary>The values behind a key column.</summary>
    public const string KeyValues = "KeyValues";

    /// <summary>The names of a vector's slots.</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>The label's values, of a vector with a score for each.</summary>
    public const string TrainingLabelValues = "TrainingLabelValues";

    /// <summary>Whether numbers are probabilities.</summary>
    public const string IsNormalized = "IsNormalized";

    /// <summary>Number of the set of columns that one model has added.</summary>
    public const string ScoreColumnSetId = "ScoreColumnSetId";

    /// <summary>What is predicted: <see cref="Multiclass"/>, <see cref="Binary"/>, <see cref="Regression"/> ….</summary>
    public const string ScoreColumnKind = "ScoreColumnKind";

    /// <summary>Which of the columns of the set it is.</summary>
    public const string ScoreValueKind = "ScoreValueKind";

    /// <summary>Kind of the scores of classes.</summary>
    public const string Multiclass = "MulticlassClassification";

    /// <summary>Kind of the scores of yes or no.</summary>
    public const string Binary = "BinaryClassification";

    /// <summary>Kind of the scores of several labels at once.</summary>
    public const string Multilabel = "MultilabelClassification";

    /// <summary>Kind of several numbers that are predicted at once.</summary>
    public const string MultiOutputRegression = "MultiOutputRegression";

    /// <summary>Kind of numbers that are predicted.</summary>
    public const string Regression = "Regression";
}
