using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// What the two players of a generative adversarial network play for: the loss of each, as means over decisions, and what the game
/// needs to know of them beside.
/// </summary>
/// <remarks>
/// Open to objectives of your own: a record whose settings are numbers, texts, enumerations or other records, so that a checkpoint
/// can tell by its name and settings whether it is the same (a function or a tensor cannot be told: training with checkpoints refuses
/// it). It checks its settings where they are set. Its methods are called from the thread that trains, within a dispose scope for each
/// batch; a saved augmenter does not need it again. Decisions have one column, but for a <see cref="LaplacianPyramidGenerator"/> one for
/// each size of a picture.
/// </remarks>
public abstract record GanObjective
{
    /// <summary>Largest weight of the discriminator: all are cut off at it, and at its negative, after every step.</summary>
    /// <value>Above 0; null (the default) for no limit.</value>
    public virtual double? WeightLimit => null;

    /// <summary>Whether the discriminator's hidden sums are normalized over each row rather than, in pictures, over the batch.</summary>
    /// <value>The default is false.</value>
    public virtual bool NormalizesLayers => false;

    /// <summary>The decision above which a row is taken for real.</summary>
    /// <value>
    /// The default is 0, as logits have it; null where decisions have no fixed border: the middle between those on real and on generated
    /// rows stands for it, and nobody is told that the discriminator has won.
    /// </value>
    public virtual double? Border => 0;

    /// <summary>Size of the generator's loss beyond which the game is said to go out of bounds.</summary>
    /// <value>Above 0; the default is 20.</value>
    public virtual double LargestSoundLoss => 20;

    /// <summary>What the discriminator minimizes.</summary>
    /// <param name="real">(decisions, 1), float32, on real rows.</param>
    /// <param name="fake">(decisions, 1), float32, on generated rows.</param>
    /// <returns>0-d, with a graph to both.</returns>
    public abstract Tensor DiscriminatorLoss(Tensor real, Tensor fake);

    /// <summary>What the generator minimizes.</summary>
    /// <param name="fake">(decisions, 1), float32, on generated rows, with a graph that reaches the generator.</param>
    /// <returns>0-d, with a graph to the decisions.</returns>
    public abstract Tensor GeneratorLoss(Tensor fake);

    /// <summary>Adds to the discriminator's loss what depends on more than its decisions.</summary>
    /// <param name="loss">0-d: that of <see cref="DiscriminatorLoss"/>.</param>
    /// <param name="judge">The discriminator: (batch, row) → (decisions, 1).</param>
    /// <param name="real">(batch, row), float32.</param>
    /// <param name="fake">(batch, row), float32; may have a graph to the generator.</param>
    /// <param name="rowsPerDecision">Rows that are judged together; they follow each other.</param>
    /// <returns>0-d, with a graph to the discriminator's weights; <paramref name="loss"/> itself unless this is overridden.</returns>
    public virtual Tensor Penalized(Tensor loss, Func<Tensor, Tensor> judge, Tensor real, Tensor fake, int rowsPerDecision) => loss;

    internal virtual void Validate(OptionFaults faults, string name)
    {
    }

    /// <summary>Cuts weights off at <see cref="WeightLimit"/>, if there is one.</summary>
    internal void Limit(IEnumerable<Tensor> weights)
    {
        if (WeightLimit is not { } limit)
            return;
        using var gradientsOff = no_grad();
        var (least, most) = (Numbers.Kept(-limit), Numbers.Kept(limit));
        foreach (var weight in weights)
            weight.clamp_(least, most);
    }

    /// <summary><see cref="Border"/>, or the middle between the decisions on real and on generated rows.</summary>
    /// <param name="real">(decisions, 1).</param>
    /// <param name="fake">(decisions, 1).</param>
    internal double BorderOf(Tensor real, Tensor fake) =>
        Border ?? ((double)real.mean().Read<float>() + fake.mean().Read<float>()) / 2;
}
