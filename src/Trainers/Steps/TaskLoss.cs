using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The loss that belongs to a task, and the metric people read beside it.</summary>
internal sealed class TaskLoss : IDisposable
{
    private readonly PredictionTask _task;
    private readonly TrainingOptions _options;
    private readonly int _classes;
    private readonly Tensor? _classWeights;

    /// <param name="task">Cross-entropy for classes and for yes or no, squared error for numbers.</param>
    /// <param name="options">Label noise, smoothing and class weights; null for none.</param>
    /// <param name="classes">Number of classes; 2 for yes or no.</param>
    /// <param name="device">Where the batches are; null for the CPU.</param>
    /// <exception cref="ArgumentException">The class weights are not one per class.</exception>
    public TaskLoss(PredictionTask task, TrainingOptions? options = null, int classes = 2, Device? device = null)
    {
        _task = task;
        _options = options ?? new TrainingOptions();
        _classes = classes;
        if (_options.ClassWeights is not { } weights)
            return;
        if (weights.Count != classes)
            throw new ArgumentException($"ClassWeights has {weights.Count} numbers; the label has {classes} classes, and each needs one.", nameof(options));
        _classWeights = tensor(weights.Select(w => (float)w).ToArray(), device: device ?? CPU).DetachFromDisposeScope();
    }

    /// <summary>What tells this loss from others; the options' part of it is described with them.</summary>
    public object Identity => new { Task = _task, Classes = _classes };

    /// <summary>What is wrong with options for a task: none of the options may be without effect.</summary>
    public static void Validate(PredictionTask task, TrainingOptions options, OptionFaults faults, string name = "Training")
    {
        if (task != PredictionTask.Regression)
        {
            faults.InRange(options.LabelNoise, 0, 1, $"{name}.{nameof(options.LabelNoise)}");
            if (task == PredictionTask.Binary && options.ClassWeights is { Count: not 2 } weights)
                faults.Add($"{name}.{nameof(options.ClassWeights)}", $"a list of {weights.Count}", "a list of 2: false, true");
            return;
        }
        if (options.LabelSmoothing != 0)
            faults.Add($"{name}.{nameof(options.LabelSmoothing)}", options.LabelSmoothing, "0 for regression");
        if (options.ClassWeights is not null)
            faults.Add($"{name}.{nameof(options.ClassWeights)}", $"a list of {options.ClassWeights.Count}", "null for regression");
    }

    /// <summary>Mean loss of a batch that is learned from: with label noise and smoothing.</summary>
    /// <param name="answer">(batch, classes) logits, or (batch, 1).</param>
    /// <param name="batch">Holds the targets, (batch): classes as int64, else float32.</param>
    /// <returns>0-d.</returns>
    public Tensor Training(Tensor answer, TensorBatch batch) => Loss(answer, Noisy(batch.Targets), _options.LabelSmoothing);

    /// <summary>Mean loss of a batch that is only measured.</summary>
    /// <param name="answer">(batch, classes) logits, or (batch, 1).</param>
    /// <param name="batch">Holds the targets, (batch): classes as int64, else float32.</param>
    /// <returns>0-d.</returns>
    public Tensor Mean(Tensor answer, TensorBatch batch) => Loss(answer, batch.Targets, smoothing: 0);

    /// <summary>Adds the accuracy, or the mean absolute error of numbers.</summary>
    public void Measure(Tensor answer, TensorBatch batch, RowSums sums)
    {
        switch (_task)
        {
            case PredictionTask.Multiclass:
                sums.Add("accuracy", answer.argmax(1).eq(batch.Targets).ShareTrue(), batch.Rows);
                break;
            case PredictionTask.Binary:
                var yes = batch.Targets.gt(Numbers.Kept(0.5));
                sums.Add("accuracy", answer.squeeze(1).gt(Numbers.Zero).eq(yes).ShareTrue(), batch.Rows);
                break;
            default:
                sums.Add("mean absolute error", (answer.squeeze(1) - batch.Targets).abs_().mean().Read<float>(), batch.Rows);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _classWeights?.Dispose();

    /// <summary>The targets of a batch that is learned from, with label noise.</summary>
    public Tensor Noisy(Tensor targets) =>
        _options.LabelNoise == 0 ? targets
        : _task == PredictionTask.Regression ? TrainingNoise.OnNumbers(targets, _options.LabelNoise)
        : TrainingNoise.OnClasses(targets, _options.LabelNoise, _classes);

    private Tensor Loss(Tensor answer, Tensor targets, double smoothing) => _task switch
    {
        PredictionTask.Multiclass => nn.functional.cross_entropy(answer, targets, _classWeights, label_smoothing: smoothing),
        PredictionTask.Binary => BinaryLoss(answer.squeeze(1), targets, smoothing),
        _ => nn.functional.mse_loss(answer.squeeze(1), targets),
    };

    private Tensor BinaryLoss(Tensor logits, Tensor targets, double smoothing)
    {
        var smooth = smoothing == 0 ? targets : targets.Times(1 - smoothing).PlusInPlace(smoothing / 2);
        if (_classWeights is null)
            return nn.functional.binary_cross_entropy_with_logits(logits, smooth);
        // Weighted like cross_entropy: a mean over the rows' weights, so that the size of the weights does not change the step.
        var weights = _classWeights.index_select(0, targets.to(ScalarType.Int64));
        var sum = nn.functional.binary_cross_entropy_with_logits(logits, smooth, weights, nn.Reduction.Sum);
        return sum / weights.sum();
    }
}
