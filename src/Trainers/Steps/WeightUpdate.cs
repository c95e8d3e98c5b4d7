using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>One optimizer with everything that belongs to a step of it: gradients, accumulation, penalties, clipping.</summary>
/// <remarks>
/// A parameter without a gradient, because the batch did not reach it or because it is frozen, stays as it is, and its number of
/// steps too, as with torch's own optimizers.
/// </remarks>
internal sealed class WeightUpdate : IDisposable
{
    private const double NoiseDecay = 0.275; // of a deviation whose square falls as t^0.55

    private readonly OptimizerRule _rule;
    private readonly Tensor?[] _gradients; // of the step in progress
    private readonly GradientLists _lists; // of these
    private readonly ListedMoves? _listed;
    private readonly ReachedGradients _reached;
    private double[]? _squares; // of the last step's gradients, where they are measured
    private readonly SharedGradients? _shared; // with other processes
    private readonly WeightPerturbation? _perturbation;
    private readonly double[]? _rates; // of each parameter, as a share of the rate in force; null for all of it
    private double _rateFactor = 1;
    private int _pendingBatches;
    private long _pendingRows;
    private int _sharedBatches; // that all processes have been through since the last step

    /// <param name="parameters">The weights it moves; device, type and layout stay as they are now.</param>
    /// <param name="options">Optimizer, rate and penalties.</param>
    /// <param name="rates">The rate of each parameter, as a share of the one in force; null for all of it.</param>
    public WeightUpdate(IEnumerable<Parameter> parameters, TrainingOptions options, double[]? rates = null)
    {
        _rates = rates;
        Parameters = [.. parameters];
        Options = options;
        _rule = options.Optimizer.Rule(options.WeightDecay);
        Memory = new OptimizerMemory(Parameters, _rule.StatesPerWeight);
        _gradients = new Tensor?[Parameters.Count];
        _lists = new GradientLists(_gradients, Memory);
        _listed = _rule.MovesLists ? new ListedMoves(_rule, Parameters, Memory) : null;
        _perturbation = options is { DropConnect: > 0 } or { WeightNoise: > 0 }
            ? new WeightPerturbation(Parameters, options.DropConnect, options.WeightNoise)
            : null;
        _shared = options.Ranks is { } ranks ? new SharedGradients(ranks, Parameters) : null;
        var tapsAlone = _shared is null && _perturbation is null && options is { WeightDecay: 0, L1: 0, GradientNoise: 0 };
        _reached = new ReachedGradients(Parameters, Memory, _rule.MovesNumbers, tapsAlone);
    }

    /// <summary>What it was made from.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The weights it moves.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What the optimizer remembers from step to step; checkpoints hold it.</summary>
    public OptimizerMemory Memory { get; }

    /// <summary>The learning rate in force; of a rule that looks for its steps the last one.</summary>
    public double LearningRate => _rule is LineSearchRule search ? search.LastStep : Options.BaseRate * _rateFactor;

    /// <summary>How often the last batch was measured; null where it is measured once.</summary>
    public int? Evaluations => (_rule as LineSearchRule)?.Evaluations;

    /// <summary>Whether no gradients of earlier batches wait for a step.</summary>
    public bool IsAtRest => _pendingBatches == 0 && _sharedBatches == 0;

    /// <summary>Whether gradients wait for those of other batches or processes before they make a step.</summary>
    public bool Accumulates => Options.GradientAccumulation > 1 || _shared is not null;

    /// <summary>
    /// Squared length of each parameter's gradient in the last step, once: NaN for one that the batch did not reach; null if there was no
    /// step since, or they are not measured.
    /// </summary>
    public IReadOnlyList<double>? TakeGradientSquares()
    {
        var taken = _squares;
        _squares = null;
        return taken;
    }

    /// <summary>Sets the learning rate to a multiple of the options' rate.</summary>
    public void ScaleRate(double factor) => _rateFactor = factor;

    /// <summary>Changes the weights to what a training batch is to see, until its step or <see cref="Restore"/>.</summary>
    public void Perturb() => _perturbation?.Begin();

    /// <summary>Puts the weights back where no step did.</summary>
    public void Restore() => _perturbation?.End();

    /// <summary>Goes down a loss, by its gradient or by looking for steps.</summary>
    /// <param name="loss">
    /// Measures it at the weights as they are: 0-d, a mean over rows, with a graph that reaches the weights; asked more than once where
    /// steps are looked for.
    /// </param>
    /// <param name="rows">Rows in the batch.</param>
    /// <returns>The loss before.</returns>
    public double Minimize(Func<Tensor> loss, int rows)
    {
        if (_rule is LineSearchRule search)
            return search.Search(Parameters, Memory, loss);
        var error = loss();
        Minimize(error, rows);
        return error.Read<float>();
    }

    /// <summary>Goes down the gradient of a loss: at once, or together with other batches if gradients are accumulated.</summary>
    /// <param name="loss">0-d, a mean over rows, with a graph that reaches the weights.</param>
    /// <param name="rows">Rows in the batch: its weight among the accumulated batches.</param>
    public void Minimize(Tensor loss, int rows = 1)
    {
        if (_pendingBatches == 0)
            _reached.Forget(); // torch then keeps the gradient that it finds, where it would add it to zeros
        if (!Accumulates)
        {
            loss.backward();
            Step();
            return;
        }
        loss.Times(rows).backward();
        Pend(rows);
    }

    /// <summary>
    /// Like <see cref="Minimize(Tensor, int)"/>, with gradients that were found by other means, as contrastive divergence finds them.
    /// </summary>
    /// <param name="gradients">One per parameter, in their order: means over rows; they stay the caller's, unchanged.</param>
    /// <param name="rows">Rows in the batch.</param>
    public void Apply(IReadOnlyList<Tensor> gradients, int rows = 1)
    {
        using var gradientsOff = no_grad();
        var accumulate = Accumulates;
        var isPlain = Options is
        {
            L1: 0, GradientClipNorm: null, MeasureGradients: false, GradientNoise: 0, MaximumWeightNorm: null, DropConnect: 0,
            WeightNoise: 0
        };
        if (!accumulate && isPlain)
        {
            MoveAll(gradients);
            return;
        }
        for (var i = 0; i < Parameters.Count; i++)
            Keep(Parameters[i], accumulate ? gradients[i].Times(rows) : gradients[i]);
        if (accumulate)
            Pend(rows);
        else
            Step();
    }

    /// <summary>Lets rows from which there is nothing to learn count in the mean over those of all processes.</summary>
    /// <param name="rows">How many.</param>
    public void Pass(int rows)
    {
        if (_shared is not null)
            _pendingRows += rows;
    }

    /// <summary>Makes one step with the gradients in place, whatever put them there.</summary>
    public void Step() => Step(divisor: 1);

    /// <summary>Makes a step with what has been accumulated, if anything: called when an epoch ends.</summary>
    public void Flush()
    {
        if (_shared is not null)
            StepTogether();
        else if (_pendingBatches > 0)
            Step(_pendingRows);
    }

    /// <summary>
    /// Makes a step together with the other processes, if that is due: called in all of them after each batch, also where a process had
    /// no rows of it or nothing to learn from them. Nothing where this process trains alone.
    /// </summary>
    public void Settle()
    {
        if (_shared is not null && ++_sharedBatches == Options.GradientAccumulation)
            StepTogether();
    }

    /// <summary>Forgets the gradients of earlier batches that wait for a step.</summary>
    public void Forget() => (_pendingBatches, _pendingRows, _sharedBatches) = (0, 0, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reached.Dispose();
        Memory.Dispose();
        _shared?.Dispose();
        _perturbation?.Dispose();
    }

    private void Pend(int rows)
    {
        _pendingRows += rows;
        if (++_pendingBatches == Options.GradientAccumulation && _shared is null)
            Flush();
    }

    private void StepTogether()
    {
        if (_sharedBatches == 0)
            return;
        if (_pendingBatches == 0)
            _reached.Forget(); // those of the step before
        using var gradientsOff = no_grad();
        _reached.Spread(); // the processes share those of whole weights
        if (_shared!.Sum(_pendingRows) is var rows and > 0)
            Step(rows);
        else
            Forget();
    }

    private void Keep(Parameter parameter, Tensor gradient)
    {
        using var present = parameter.grad;
        if (present is null)
            parameter.grad = gradient.clone();
        else if (_pendingBatches == 0)
            present.copy_(gradient);
        else
            present.PlusInPlace(gradient);
    }

    private void Step(long divisor)
    {
        Forget();
        Restore();
        using var gradientsOff = no_grad();
        try
        {
            _reached.BeginStep();
            for (var i = 0; i < _gradients.Length; i++)
                _gradients[i] = _reached.Take(i, whole: _perturbation?.SlopeOf(i) is not null);
            Memory.Begin(_reached.Window);
            Prepare(divisor);
            MoveAll(_gradients);
            for (var i = 0; i < _gradients.Length && Options.MaximumWeightNorm is not null; i++)
                if (_gradients[i] is not null)
                    Shorten(Parameters[i], Options.MaximumWeightNorm.Value);
        }
        finally
        {
            foreach (var gradient in _gradients)
                gradient?.Dispose();
            Array.Clear(_gradients);
            _reached.EndStep();
        }
    }

    private void Prepare(long divisor)
    {
        for (var i = 0; i < _gradients.Length && _perturbation is not null; i++)
            if (_perturbation.SlopeOf(i) is { } slope)
                _gradients[i]?.mul_(slope);
        if (divisor != 1)
            _lists.Divide(divisor);
        if (Options.L1 > 0) // taps are then not moved alone
            _lists.AddSigns(Options.L1, i => (_reached.Part(i) as RowGradients)?.Weights() ?? Parameters[i]);
        if (Options.MeasureGradients)
            _squares = _lists.Squares();
        if (Options.GradientClipNorm is { } longest)
            _lists.Clip(longest);
        for (var i = 0; i < _gradients.Length && Options.GradientNoise > 0; i++)
            if (_gradients[i] is { } gradient)
                AddNoise(gradient, Memory.Steps[i] + 1);
    }

    private void AddNoise(Tensor gradient, long step)
    {
        using var scope = NewDisposeScope();
        gradient.PlusInPlace(randn_like(gradient), Options.GradientNoise / Math.Pow(step, NoiseDecay));
    }

    private static void Shorten(Parameter weights, double longest)
    {
        if (weights.dim() < 2)
            return; // biases and what else is one number a unit
        using var scope = NewDisposeScope();
        var norms = weights.flatten(1).Squared().sum(1L).sqrt(); // (units)
        var factors = norms.clamp_min(Numbers.Kept(longest)).Dividing(longest);
        weights.mul_(factors.view([-1, .. Enumerable.Repeat(1L, (int)weights.dim() - 1)]));
    }

    private void MoveAll(IReadOnlyList<Tensor?> gradients)
    {
        try
        {
            for (var i = 0; i < gradients.Count; i++)
                if (gradients[i] is { } gradient)
                    Move(i, gradient);
            _listed?.Move();
        }
        finally
        {
            _listed?.Forget();
        }
    }

    private void Move(int index, Tensor gradient)
    {
        var (parameter, step) = (Parameters[index], ++Memory.Steps[index]);
        var rate = LearningRate * (_rates?[index] ?? 1);
        if (_reached.Part(index) is { } part)
        {
            part.Move(_rule, gradient, rate, step);
            return;
        }
        if (_rule.MovesNumbers && _lists.IsPlain(index, gradient))
        {
            _rule.Move(GradientPass.Floats(parameter), GradientPass.Floats(gradient), Memory.Span(index), rate, step);
            return;
        }
        if (_listed?.Add(index, gradient, rate, step) is true)
            return; // moved behind the others, with those like it
        using var scope = NewDisposeScope();
        _rule.Move(parameter, gradient, Memory.Tensors(index), rate, step);
    }
}
