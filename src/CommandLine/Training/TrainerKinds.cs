namespace DeepML.CommandLine.Training;

/// <summary>The trainers that a configuration can name.</summary>
internal static class TrainerKinds
{
    /// <summary>All of them; of those that can learn a task the first is the usual one.</summary>
    public static IReadOnlyList<TrainerKind> All { get; } =
    [
        new MultilayerPerceptronKind(), new PerceptronKind(), new DeepBeliefKind(), new ConvolutionalKind(), new RecurrentForecastKind(),
        new AutoencoderAnomalyKind(), new AutoencoderKind(),
    ];

    /// <summary>The names of those that can learn a task.</summary>
    public static IReadOnlyCollection<string> For(string task) =>
        [.. All.Where(kind => kind.Tasks.Contains(task)).Select(kind => kind.Name)];
}
