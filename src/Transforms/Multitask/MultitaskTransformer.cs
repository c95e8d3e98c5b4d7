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
            environment, description, network, device, [description.Input],
            ScoredOutputs.Of(rows => network.Answer(rows[0], rows.Length > 1 ? rows[1] : null), description.Outputs()))
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
/// <param name="Format">How the column holds pictures; null where it holds none.</param>
/// <param name="Shape">What its sequences hold; null where it holds none.</param>
internal sealed record MultitaskDescription(
    string FeatureColumn, TaskDescription[] Tasks, MultitaskArchitecture Architecture, TrainingHistory History,
    ImageFormat? Format = null, SequenceShape? Shape = null)
    : IModelDescription<MultitaskNetwork>, ILayeredDescription
{
    /// <summary>The column that is read.</summary>
    public SizedColumn Input => InputAs(null);

    /// <inheritdoc/>
    public SizedColumn InputAs(string? name) =>
        Shape is not null ? new SequenceInput(name ?? FeatureColumn, "feature", Shape)
        : Format is not null ? new ImageInput(name ?? FeatureColumn, "feature", Format)
        : new VectorInput(name ?? FeatureColumn, "feature", Architecture.InputSize);

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
        CheckReader();
        Sound.That(Tasks.Length > 0, "there are no tasks");
        Sound.Same(Tasks.Length, Architecture.AnswerSizes.Length, "the tasks and their answers");
        Sound.That(Tasks.Select(task => task.Name).Distinct().Count() == Tasks.Length, "two tasks have one name");
        foreach (var (task, size) in Tasks.Zip(Architecture.AnswerSizes))
            task.Head.Check(size);
    }

    /// <inheritdoc/>
    public MultitaskNetwork CreateNetwork() => EmbeddingColumns.Rebuild(() => new MultitaskNetwork(Architecture));

    private void CheckReader()
    {
        if (Architecture.Reader is not { } reader)
        {
            Sound.That(Format is null && Shape is null, "rows are pictures or sequences, and nothing reads them");
            return;
        }
        Sound.That(Architecture.Scaling == ScalingForm.None, "Scaling is set beside layers that bring rows to like size themselves");
        Sound.That((reader.Rows is null) != (reader.Sequences is null), "rows are read by two kinds of layers, or by none");
        Sound.That((reader.Sequences is null) == (Shape is null), "of sequences and layers for them only one is there");
        if (reader.Rows is { } rows)
        {
            EmbeddingColumns.Check(rows, Format, shape: null);
            Sound.That(rows.HasLayers, "there are no layers that read rows");
            Sound.Same(rows.InputSize, Architecture.InputSize, "the numbers of a row and those that the layers read");
        }
        if (reader.Sequences is not { } sequences)
            return;
        Sound.That(Format is null, "rows are pictures and sequences at once");
        EmbeddingColumns.Check(sequences, Shape!, Architecture.InputSize);
    }
}
