using DeepML.Networks;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Trainers;

/// <summary>A network of pictures and the discriminator it learns to deceive, as one, for checkpoints and training mode.</summary>
internal sealed class TranslationGame : Module<Tensor, Tensor>, IHasArchitecture, ICountsWork
{
    [ComponentName(Name = "generator")] private readonly TranslationNetwork generator;
    [ComponentName(Name = "discriminator")] private readonly PatchDiscriminatorModule discriminator;

    /// <param name="generator">Makes pictures.</param>
    /// <param name="discriminator">Judges them.</param>
    public TranslationGame(TranslationNetwork generator, PatchDiscriminatorModule discriminator) : base("TranslationGame")
    {
        (this.generator, this.discriminator) = (generator, discriminator);
        RegisterComponents();
    }

    /// <summary>Makes pictures.</summary>
    public TranslationNetwork Generator => generator;

    /// <summary>Judges them, (batch, read channels + picture channels, height, width) → (batch, places).</summary>
    public PatchDiscriminatorModule Discriminator => discriminator;

    /// <inheritdoc/>
    public object Architecture => new { Generator = Generator.Architecture, Discriminator = Discriminator.Architecture };

    /// <inheritdoc/>
    public double MultiplicationsPerRow(Tensor sample) => Generator.MultiplicationsPerRow(sample);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Generator.call(input);
}
