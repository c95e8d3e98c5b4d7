using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Batch normalization of each channel (Ioffe and Szegedy, arXiv:1502.03167). In training torch's own module counts batches with a
/// number that nothing holds; this one has the same weights and buffers under the same names.
/// </summary>
internal sealed class BatchNormalization : Module<Tensor, Tensor>
{
    // Named as torch's.
    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "bias")] private readonly Parameter bias;
    [ComponentName(Name = "running_mean")] private readonly Tensor running_mean;
    [ComponentName(Name = "running_var")] private readonly Tensor running_var;
    [ComponentName(Name = "num_batches_tracked")] private readonly Tensor num_batches_tracked;
    private readonly double _epsilon;
    private readonly double _momentum;

    /// <param name="channels">Length of the second dimension.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Weight of a batch in the running mean and variance, in (0, 1].</param>
    public BatchNormalization(long channels, double epsilon = 1e-5, double momentum = 0.1) : base("BatchNormalization")
    {
        (_epsilon, _momentum) = (epsilon, momentum);
        weight = new Parameter(WeightRoom.Ones(channels));
        bias = new Parameter(WeightRoom.Zeros(channels));
        running_mean = WeightRoom.Zeros(channels);
        running_var = WeightRoom.Ones(channels);
        num_batches_tracked = zeros([], ScalarType.Int64);
        RegisterComponents();
    }

    /// <summary>What normalized numbers are multiplied by, (channels).</summary>
    public Parameter Weight => weight;

    /// <summary>What is then added, (channels).</summary>
    public Parameter Bias => bias;

    /// <summary>Running mean of the batches, (channels).</summary>
    public Tensor RunningMean => running_mean;

    /// <summary>Running variance of the batches, (channels).</summary>
    public Tensor RunningVariance => running_var;

    /// <summary>Added to the variance.</summary>
    public double Epsilon => _epsilon;

    /// <summary>Whether training normalizes by the running statistics too and leaves them as they are.</summary>
    public bool KeepsStatistics { get; set; }

    /// <summary>Normalizes by the batch in training, by the running statistics when scoring.</summary>
    /// <param name="input">(batch, channels), or (batch, channels, height, width).</param>
    /// <returns>The same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        var byBatch = training && !KeepsStatistics;
        if (byBatch)
            num_batches_tracked.add_(Numbers.One, Numbers.One);
        return Normalize(input, byBatch);
    }

    /// <summary>Normalizes by the running statistics, whether or not in training.</summary>
    public Tensor ByRunningStatistics(Tensor input) => Normalize(input, byBatch: false);

    private Tensor Normalize(Tensor input, bool byBatch) =>
        functional.batch_norm(input, running_mean, running_var, weight, bias, byBatch, _momentum, _epsilon);
}
