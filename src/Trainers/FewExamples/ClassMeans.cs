using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The mean vector of each class, and how far its rows lie around it.</summary>
/// <param name="means">(classes, embedding), float32; of a class without rows 0.</param>
internal sealed class ClassMeans(Tensor means) : IDisposable
{
    private const int PassRows = 256;

    /// <summary>(classes, embedding), float32.</summary>
    public Tensor Means => means;

    /// <summary>Rows of each class.</summary>
    public required long[] Counts { get; init; }

    /// <summary>
    /// Mean squared deviation of one number of a vector from the mean of its class, over all classes; 0 for a row of each.
    /// </summary>
    public required double Variance { get; init; }

    /// <summary>Goes once over rows.</summary>
    /// <param name="network">Turns them into vectors.</param>
    /// <param name="rows">Rows with classes from 0 as targets.</param>
    /// <param name="classes">How many there are.</param>
    public static ClassMeans Of(EmbeddingNetwork network, IBatchSource rows, int classes)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        network.eval();
        var sums = zeros([classes, network.Architecture.EmbeddingSize], dtype: ScalarType.Float64);
        var counts = zeros([classes], dtype: ScalarType.Int64);
        var squares = 0.0;
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            var vectors = network.Embed(batch.Features, batch.LengthsIfAny).cpu().to(ScalarType.Float64);
            var labels = batch.Targets.cpu();
            sums.index_add_(0, labels, vectors, Numbers.One);
            counts.index_add_(0, labels, ones_like(labels), Numbers.One);
            squares += vectors.Squared().sum().Read<double>();
        }
        var means = sums / counts.clamp_min(Numbers.One).unsqueeze(1);
        var around = squares - (means.Squared().sum(1L) * counts).sum().Read<double>();
        var free = (counts.sum().Read<long>() - counts.gt(Numbers.Zero).sum().Read<long>()) * sums.size(1);
        return new ClassMeans(means.to(ScalarType.Float32).DetachFromDisposeScope())
        {
            Counts = counts.ReadAll<long>(),
            Variance = free > 0 ? Math.Max(0, around / free) : 0,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => means.Dispose();
}
