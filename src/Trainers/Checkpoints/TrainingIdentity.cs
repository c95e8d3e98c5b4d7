using System.Text.Json.Nodes;
using DeepML.Data;

namespace DeepML.Trainers;

/// <summary>
/// What a checkpoint is of: everything that decides what the batches to come will do to the weights. It is kept in the checkpoint as
/// JSON, so that a training that must not go on from it can be told why.
/// </summary>
internal static class TrainingIdentity
{
    /// <summary>Options that may differ between the training that wrote a checkpoint and the one that takes it up, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> Apart = new Dictionary<string, string>
    {
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Epochs)}"] = "a finished training can be taken further",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Seed)}"] = "the seed in force is compared, given or drawn",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Distribution)}"] = "a training may be taken up by fewer or more processes",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.MemoryBudget)}"] =
            "what it changes is compared: whether rows are streamed, and in which windows",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.TimeLimit)}"] = "it ends a training between two batches and changes none",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Cancellation)}"] = "it ends a training between two batches and changes none",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.WhenStopped)}"] = "it says how the result is handed over",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.CheckpointDirectory)}"] = "checkpoints may be moved",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.CheckpointInterval)}"] = "writing changes no weight",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Resume)}"] = "it says whether checkpoints are taken up at all",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Progress)}"] = "watching changes no weight",
        [$"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Callbacks)}"] = "they end a training between two batches and change none",
    };

    private const string Fit = "Fit";
    private const string Options = "Options";
    private const string Seed = "Seed";
    private const string Start = "Start";
    private const string Objective = "Objective";
    private const string Network = "Network";
    private const string Weights = "Weights";
    private const string Rows = "the training rows";
    private const string HeldOut = "the held-out rows";

    /// <summary>Describes a run that begins.</summary>
    public static JsonObject Of(TrainingRun run) => new()
    {
        [Seed] = run.Random.Seed,
        [Fit] = run.Fit?.DeepClone(),
        [Start] = run.Start,
        [Options] = Settings.Describe(run.Options, Apart),
        [Objective] = Settings.Describe(run.Step.Identity),
        [Network] = Settings.Describe(run.Step.Architecture),
        [Weights] = new JsonObject(run.Step.Network.state_dict().OrderBy(weight => weight.Key, StringComparer.Ordinal).Select(weight =>
            KeyValuePair.Create(
                weight.Key, (JsonNode?)JsonValue.Create($"{weight.Value.dtype} [{string.Join("x", weight.Value.shape)}]")))),
        [Rows] = Settings.Describe(run.Training.Identify()),
        [HeldOut] = Settings.Describe(run.Validation?.Identify()),
    };

    /// <summary>What tells two runs apart, in words.</summary>
    /// <param name="there">The one that wrote a checkpoint.</param>
    /// <param name="here">The one that begins.</param>
    /// <returns>"Optimizer.Beta1 is 0.9 there and 0.8 here"; empty if there is nothing.</returns>
    public static IReadOnlyList<string> Differences(JsonObject there, JsonObject here)
    {
        var found = new List<string>();
        SettingDifferences.Add(there[Seed], here[Seed], Seed, found);
        SettingDifferences.Add(there[Fit], here[Fit], "", found);
        SettingDifferences.Add(there[Options], here[Options], "", found);
        if (there[Start]?.ToJsonString() != here[Start]?.ToJsonString())
        {
            var how = there[Start] is null ? "are drawn there and given here"
                : here[Start] is null ? "are given there and drawn here"
                : "differ";
            found.Add($"the weights to start from {how}");
        }
        AddRows(Rows);
        AddRows(HeldOut);
        // What the training consists of follows from all that; where it differs by itself, another version of this library wrote the
        // checkpoint.
        foreach (var part in (string[])[Objective, Network, Weights])
            if (found.Count == 0)
                SettingDifferences.Add(there[part], here[part], part, found);
        return found;

        void AddRows(string name)
        {
            var (before, now) = (there[name], here[name]);
            if (before is null || now is null)
            {
                if (!ReferenceEquals(before, now))
                    found.Add(
                        $"{name} are {(before is null ? "none" : Count(before))} there and {(now is null ? "none" : Count(now))} here");
            }
            else if (Count(before) != Count(now))
            {
                found.Add($"{name} are {Count(before)} there and {Count(now)} here");
            }
            else if (Text(before, nameof(RowsIdentity.Content)) != Text(now, nameof(RowsIdentity.Content)))
            {
                found.Add($"{name} differ");
            }
            else if (Order(before) != Order(now))
            {
                found.Add($"{name} are {Order(before)} there and {Order(now)} here");
            }
        }
    }

    private static string Count(JsonNode rows) => Text(rows, nameof(RowsIdentity.Count));

    private static string Order(JsonNode rows) => rows[nameof(RowsIdentity.Window)] is null
        ? "shuffled as a whole"
        : $"shuffled within windows of {Text(rows, nameof(RowsIdentity.Window))}";

    private static string Text(JsonNode rows, string member) => rows[member]!.ToJsonString();
}
