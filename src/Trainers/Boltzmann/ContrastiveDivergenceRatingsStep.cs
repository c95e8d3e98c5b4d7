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

    /// <summary>The loss is the squared error of what is foretold, which falls as the machine learns.</summary>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => new { Rule = "contrastive divergence over ratings", GibbsSteps = gibbsSteps };

    /// <inheritdoc/>
    public override string WhyNotShared => "a batch of users with their ratings is not cut into shares";

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        using var gradientsOff = no_grad();
        using var random = GibbsRandom.FromTorch();
        var (slots, items, levels) = ((RatingsBatch)batch).Known;
        var users = batch[BatchMember.Users].index_select(0, slots); // (ratings)
        var bias = network.UserBias.index_select(0, users); // (ratings)
        var positive = network.HiddenInput(batch.Rows, slots, items, levels).sigmoid_(); // (users, hidden)
        Measure(network.Chances(positive.index_select(0, slots), bias, items), levels, batch.Rows, sums);
        var (negative, drawn) = (positive, levels);
        for (var step = 0; step < gibbsSteps; step++)
        {
            drawn = Draw(network.Chances(random.Bits(negative).index_select(0, slots), bias, items));
            negative = network.HiddenInput(batch.Rows, slots, items, drawn).sigmoid_();
        }
        Move(slots, users, items, (levels, positive), (drawn, negative), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var (known, asked) = (((RatingsBatch)batch).Known, ((RatingsBatch)batch).Asked);
        var hidden = network.HiddenInput(batch.Rows, known.Slots, known.Items, known.Levels).sigmoid_();
        var bias = network.UserBias.index_select(0, batch[BatchMember.Users].index_select(0, asked.Slots));
        Measure(network.Chances(hidden.index_select(0, asked.Slots), bias, asked.Items), asked.Levels, batch.Rows, sums);
    }

    private void Move(
        Tensor slots, Tensor users, Tensor items, (Tensor Levels, Tensor Hidden) data, (Tensor Levels, Tensor Hidden) samples, int rows)
    {
        var (tilts, sampled) = (network.Tilts(data.Levels), network.Tilts(samples.Levels)); // (ratings)
        var weight = zeros_like(network.Weight);
        weight.index_add_(0, items, data.Hidden.index_select(0, slots) * tilts.unsqueeze(1), Numbers.Kept(-1.0 / rows));
        weight.index_add_(0, items, samples.Hidden.index_select(0, slots) * sampled.unsqueeze(1), Numbers.Kept(1.0 / rows));
        var share = full([slots.size(0)], Numbers.Kept(1.0 / rows), ScalarType.Float32, slots.device);
        var visible = zeros_like(network.VisibleBias);
        visible.index_add_(0, network.Places(items, data.Levels), share, Numbers.Kept(-1));
        visible.index_add_(0, network.Places(items, samples.Levels), share, Numbers.One);
        var user = zeros_like(network.UserBias).index_add_(0, users, sampled - tilts, Numbers.Kept(1.0 / rows));
        update.Apply([weight, visible, user, samples.Hidden.mean([0L]).sub_(data.Hidden.mean([0L]))], rows);
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
