using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>One optimizer with everything that belongs to a step of it: gradients, accumulation, penalties, clipping.</summary>
internal sealed class WeightUpdate : IDisposable
{
    private readonly OptimizerHelper _optimizer;
    private double _rateFactor = 1;
    private int _pendingBatches;
    private long _pendingRows;

    /// <param name="parameters">The weights it moves.</param>
    /// <param name="options">Optimizer, rate and penalties.</param>
    public WeightUpdate(IEnumerable<Parameter> parameters, TrainingOptions options)
    {
        Parameters = [.. parameters];
        Options = options;
        _optimizer = options.Optimizer.Create(Parameters, options.LearningRate, options.WeightDecay);
    }

    /// <summary>What it was made from.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The weights it moves.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The optimizer, whose state checkpoints hold.</summary>
    public OptimizerHelper Optimizer => _optimizer;

    /// <summary>The learning rate in force.</summary>
    public double LearningRate => Options.LearningRate * _rateFactor;

    /// <summary>Whether no gradients of earlier batches wait for a step.</summary>
    public bool IsAtRest => _pendingBatches == 0;

    /// <summary>Sets the learning rate to a multiple of the options' rate.</summary>
    public void ScaleRate(double factor)
    {
        if (factor == _rateFactor)
            return;
        _rateFactor = factor;
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = LearningRate;
    }

    /// <summary>Goes down the gradient of a loss: at once, or together with other batches if gradients are accumulated.</summary>
    /// <param name="loss">0-d, a mean over rows, with a graph that reaches the weights.</param>
    /// <param name="rows">Rows in the batch: its weight among the accumulated batches.</param>
    public void Minimize(Tensor loss, int rows = 1)
    {
        if (_pendingBatches == 0)
            foreach (var parameter in Parameters)
                parameter.grad = null; // torch then keeps the gradient that it finds, where it would add it to zeros
        if (Options.GradientAccumulation == 1)
        {
            loss.backward();
            Step();
            return;
        }
        (loss * rows).backward();
        Pend(rows);
    }

    /// <summary>Like <see cref="Minimize"/>, with gradients that were found by other means, as contrastive divergence finds them.</summary>
    /// <param name="gradients">One per parameter, in their order: means over rows; they stay the caller's.</param>
    /// <param name="rows">Rows in the batch.</param>
    public void Apply(IReadOnlyList<Tensor> gradients, int rows = 1)
    {
        using var gradientsOff = no_grad();
        var accumulate = Options.GradientAccumulation > 1;
        for (var i = 0; i < Parameters.Count; i++)
        {
            var part = accumulate ? gradients[i] * rows : gradients[i];
            if (Parameters[i].grad is not { } present)
                Parameters[i].grad = part.clone();
            else if (_pendingBatches == 0)
                present.copy_(part);
            else
                present.add_(part);
        }
        if (accumulate)
            Pend(rows);
        else
            Step();
    }

    /// <summary>Makes one step with the gradients in place, whatever put them there.</summary>
    public void Step()
    {
        _pendingBatches = 0;
        _pendingRows = 0;
        if (Options.L1 > 0)
            AddSigns();
        if (Options.GradientClipNorm is { } longest)
            nn.utils.clip_grad_norm_(Parameters, longest);
        _optimizer.step();
    }

    /// <summary>Makes a step with what has been accumulated, if anything: called when an epoch ends.</summary>
    public void Flush()
    {
        if (_pendingBatches == 0)
            return;
        using (no_grad())
            foreach (var parameter in Parameters)
                parameter.grad?.div_(_pendingRows);
        Step();
    }

    /// <summary>Writes the optimizer's state into a checkpoint; only while <see cref="IsAtRest"/>.</summary>
    public void WriteState(BinaryWriter writer) => _optimizer.save_state_dict(writer);

    /// <summary>Reads what <see cref="WriteState"/> has written.</summary>
    public void ReadState(BinaryReader reader)
    {
        _optimizer.load_state_dict(reader);
        _rateFactor = double.NaN; // the state brings its own rate: the schedule must set it again
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();

    private void Pend(int rows)
    {
        _pendingRows += rows;
        if (++_pendingBatches == Options.GradientAccumulation)
            Flush();
    }

    private void AddSigns()
    {
        using var gradientsOff = no_grad();
        foreach (var parameter in Parameters)
            parameter.grad?.add_(parameter.sign(), Options.L1);
    }
}
