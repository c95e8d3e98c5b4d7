namespace DeepML.Data;

/// <summary>The names of ML.NET's columns of predictions. Its own <c>DefaultColumnNames</c> is closed to others.</summary>
internal static class ColumnNames
{
    /// <summary>What the model answers with.</summary>
    public const string Score = "Score";

    /// <summary>What follows from it.</summary>
    public const string PredictedLabel = "PredictedLabel";

    /// <summary>How probable a yes is.</summary>
    public const string Probability = "Probability";
}
