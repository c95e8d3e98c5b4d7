using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>One optimizer with everything that belongs to a step of it: gradients, penalties, clipping.</summary>
internal sealed class WeightUpdate : IDisposable
{
    private readonly optim.Optimizer _optimizer;

    /// <param name="parameters">The weights it moves.</param>
    /// <param name="options">Optimizer, rate and penalties.</param>
    public WeightUpdate(IEnumerable<Parameter> parameters, TrainingOptions options)
    {
        Parameters = [.. parameters];
        _optimizer = options.Optimizer.Create(Parameters, options.LearningRate, options.WeightDecay);
    }

    /// <summary>The weights it moves.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The optimizer, whose state checkpoints hold.</summary>
    public optim.Optimizer Optimizer => _optimizer;

    /// <summary>Makes one step down the gradient of a loss.</summary>
    /// <param name="loss">0-d, with a graph that reaches the weights.</param>
    public void Minimize(Tensor loss)
    {
        _optimizer.zero_grad();
        loss.backward();
        Step();
    }

    /// <summary>Makes one step with gradients that were put in place by other means, as contrastive divergence does.</summary>
    public void Step() => _optimizer.step();

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
