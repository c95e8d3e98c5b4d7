using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Contrastive divergence over users: only what a user has rated is reconstructed and learned.</summary>
/// <param name="network">The machine.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="gibbsSteps">Full steps of Gibbs sampling per batch.</param>
internal sealed class ContrastiveDivergenceRatingsStep(RatingsRbmNetwork network, WeightUpdate update, int gibbsSteps) : TrainingStep
{
    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override object Identity => new { Rule = "contrastive divergence over ratings", GibbsSteps = gibbsSteps };

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        using var gradientsOff = no_grad();
        using var random = GibbsRandom.FromTorch();
        var (slots, items, levels) = ((RatingsBatch)batch).Known;
        var places = network.Places(items, levels);
        var positive = network.HiddenInput(batch.Rows, slots, places).sigmoid_(); // (users, hidden)
        Measure(network.Chances(positive, slots, items), levels, batch.Rows, sums);
        var (negative, drawn) = (positive, places);
        for (var step = 0; step < gibbsSteps; step++)
        {
            drawn = network.Places(items, Draw(network.Chances(random.Bits(negative), slots, items)));
            negative = network.HiddenInput(batch.Rows, slots, drawn).sigmoid_();
        }
        Move(slots, (places, positive), (drawn, negative), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var (known, asked) = (((RatingsBatch)batch).Known, ((RatingsBatch)batch).Asked);
        var hidden = network.HiddenInput(batch.Rows, known.Slots, network.Places(known.Items, known.Levels)).sigmoid_();
        Measure(network.Chances(hidden, asked.Slots, asked.Items), asked.Levels, batch.Rows, sums);
    }

    private void Move(Tensor slots, (Tensor Places, Tensor Hidden) data, (Tensor Places, Tensor Hidden) samples, int rows)
    {
        var weight = zeros_like(network.Weight);
        weight.index_add_(0, data.Places, data.Hidden.index_select(0, slots), Numbers.Kept(-1.0 / rows));
        weight.index_add_(0, samples.Places, samples.Hidden.index_select(0, slots), Numbers.Kept(1.0 / rows));
        var share = full([slots.size(0)], Numbers.Kept(1.0 / rows), ScalarType.Float32, slots.device);
        var visible = zeros_like(network.VisibleBias);
        visible.index_add_(0, data.Places, share, Numbers.Kept(-1)).index_add_(0, samples.Places, share, Numbers.One);
        update.Apply([weight, visible, samples.Hidden.mean([0L]).sub_(data.Hidden.mean([0L]))], rows);
    }

    private void Measure(Tensor chances, Tensor levels, int rows, RowSums sums)
    {
        var error = (network.Expected(chances) - levels).Squared().mean().Read<float>();
        sums.Add(error, rows);
        sums.Add(MetricNames.SquaredError, error, (int)levels.size(0));
    }

    // The first level at which the running sum of the chances passes a uniform number.
    private static Tensor Draw(Tensor chances)
    {
        var chance = rand(chances.size(0), 1, device: chances.device);
        return chances.cumsum(1).le(chance).sum(1L).clamp_(Numbers.Zero, Numbers.Kept(chances.size(1) - 1));
    }
}
