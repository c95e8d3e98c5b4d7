namespace DeepML.Data;

/// <summary>The label column of each task.</summary>
internal static class LabelInput
{
    /// <summary>The column as the task needs it: a key as class, a boolean as 0 or 1, or a float.</summary>
    public static ScalarInput Of(PredictionTask task, string name) => task switch
    {
        PredictionTask.Multiclass => ScalarInput.Class(name, "label"),
        PredictionTask.Binary => ScalarInput.Boolean(name, "label"),
        _ => ScalarInput.Number(name, "label"),
    };
}
