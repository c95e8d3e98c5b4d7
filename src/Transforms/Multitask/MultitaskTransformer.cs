using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted network of several tasks: adds the columns of each, as ML.NET's trainers name them, behind the task's name and a
/// dot: Digit.PredictedLabel, Digit.Score.</summary>
[ArchiveKind("MultitaskNetwork", version: 1)]
public sealed class MultitaskTransformer : ScoringTransformer, IArchived<MultitaskTransformer, MultitaskDescription, MultitaskNetwork>
{
    internal MultitaskTransformer(
        IHostEnvironment environment, MultitaskDescription description, MultitaskNetwork network, Device device)
        : base(
            environment, description, network, device,
            [new VectorInput(description.FeatureColumn, "feature", description.Architecture.InputSize)],
            ScoredOutputs.Of(rows => network.call(rows[0]), description.Outputs()))
    {
        Tasks = [.. description.Tasks.Select(task => task.Name)];
    }

    /// <summary>Names of the tasks, in their order.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <summary>
    /// The deviation σ of each task's noise, by which their losses were weighed; null unless it was learned
    /// (<c>LearnTaskWeights</c>).
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<double>? TaskDeviations
    {
        get
        {
            using var use = Use();
            return ((MultitaskNetwork)Network).LogVariance is { } variances
                ? [.. variances.ReadAll<float>().Select(logarithm => Math.Exp(0.5 * logarithm))]
                : null;
        }
    }

    static MultitaskTransformer IArchived<MultitaskTransformer, MultitaskDescription, MultitaskNetwork>.From(
        MultitaskDescription description, MultitaskNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>A task of a fitted network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Head">What it answers with.</param>
internal sealed record TaskDescription(string Name, PredictionHead Head);

/// <summary>What is saved of a network of several tasks beside its weights.</summary>
/// <param name="FeatureColumn">What it reads.</param>
/// <param name="Tasks">The tasks.</param>
/// <param name="Architecture">Sizes and functions.</param>
/// <param name="History">Of the training.</param>
internal sealed record MultitaskDescription(
    string FeatureColumn, TaskDescription[] Tasks, MultitaskArchitecture Architecture, TrainingHistory History)
    : IModelDescription<MultitaskNetwork>
{
    /// <summary>The columns that are added, each with what makes it of the answers to all tasks.</summary>
    public IReadOnlyList<ScoredOutput<Tensor>> Outputs()
    {
        var (outputs, start) = (new List<ScoredOutput<Tensor>>(), 0);
        foreach (var (name, head) in Tasks)
        {
            var (first, size) = (start, head.AnswerSize);
            outputs.AddRange(head.Outputs().Select(output => new ScoredOutput<Tensor>(
                new RenamedOutput(output.Column, $"{name}.{output.Column.Name}"),
                answers => output.OfBatch(answers.narrow(1, first, size)))));
            start += size;
        }
        return outputs;
    }

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Architecture.InputSize, nameof(Architecture.InputSize));
        Sound.That(Architecture.HiddenSizes.Length > 0, "there are no layers that tasks could share");
        ArchitectureChecks.Dense(Architecture.HiddenSizes, Architecture.Dropout, nameof(Architecture.HiddenSizes));
        ArchitectureChecks.Dense(Architecture.HeadSizes, Architecture.Dropout, nameof(Architecture.HeadSizes));
        Sound.That(Tasks.Length > 0, "there are no tasks");
        Sound.Same(Tasks.Length, Architecture.AnswerSizes.Length, "the tasks and their answers");
        Sound.That(Tasks.Select(task => task.Name).Distinct().Count() == Tasks.Length, "two tasks have one name");
        foreach (var (task, size) in Tasks.Zip(Architecture.AnswerSizes))
            task.Head.Check(size);
    }

    /// <inheritdoc/>
    public MultitaskNetwork CreateNetwork() => new(Architecture);
}
