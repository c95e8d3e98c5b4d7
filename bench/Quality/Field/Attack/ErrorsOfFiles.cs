namespace DeepML.Bench;

/// <summary>A damaged model is refused by an error that says what is wrong.</summary>
internal sealed class ErrorsOfFiles : IFieldCheck
{
    /// <inheritdoc/>
    public int Number => 16;

    /// <inheritdoc/>
    public string Fault => "damaged models are answered by NullReferenceException, IndexOutOfRangeException or errors of torch's";

    /// <inheritdoc/>
    public bool Holds()
    {
        var model = new SavedModel();
        (string From, string To)[] changes =
        [
            ("\"InputSize\": 4", "\"InputSize\": -4"), ("\"Dropout\": 0", "\"Dropout\": 7"), ("\"CodeSize\": 2", "\"CodeSize\": null"),
            ("\"HiddenActivation\": \"", "\"HiddenActivation\": \"99"), ("\"HiddenSizes\": [", "\"HiddenSizes\": [null, "),
            ("\"Columns\": {", "\"Columns\": null, \"Columns2\": {"),
        ];
        return changes.All(change => IsClear(model.LoadWithDescription(change.From, change.To)))
            && IsClear(model.LoadWith("weights.safetensors", content => content[..20]))
            && IsClear(model.LoadWith("Model.key", content => content[..^9]));
    }

    private static bool IsClear(Exception? error) =>
        error is FormatException || (error is InvalidOperationException && (error.InnerException is null || IsClear(error.InnerException)))
        || (error is System.Reflection.TargetInvocationException && IsClear(error.InnerException));
}
