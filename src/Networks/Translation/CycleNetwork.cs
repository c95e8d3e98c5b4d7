using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>What rebuilds two networks that make pictures of each other's kind.</summary>
/// <param name="There">From the first kind to the second.</param>
/// <param name="Back">From the second kind to the first.</param>
internal sealed record CycleArchitecture(TranslationArchitecture There, TranslationArchitecture Back);

/// <summary>Two networks of pictures, each of which undoes what the other does (Zhu et al., arXiv:1703.10593).</summary>
internal sealed class CycleNetwork : Module<Tensor, Tensor>, IHasArchitecture, ICountsWork
{
    [ComponentName(Name = "there")] private readonly TranslationNetwork there;
    [ComponentName(Name = "back")] private readonly TranslationNetwork back;

    /// <summary>Builds both with fresh weights from torch's generator.</summary>
    public CycleNetwork(CycleArchitecture architecture) : base("Cycle")
    {
        Architecture = architecture;
        (there, back) = (new TranslationNetwork(architecture.There), new TranslationNetwork(architecture.Back));
        RegisterComponents();
    }

    /// <summary>What rebuilds them.</summary>
    public CycleArchitecture Architecture { get; }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>From the first kind to the second.</summary>
    public TranslationNetwork There => there;

    /// <summary>From the second kind to the first.</summary>
    public TranslationNetwork Back => back;

    /// <summary>The pictures of the second kind, (batch, channels, height, width) → (batch, output channels, height, width).</summary>
    public override Tensor forward(Tensor input) => there.call(input);

    // There and back from each kind, and each kind as it is: three passes of both.
    /// <inheritdoc/>
    public double MultiplicationsPerRow(Tensor sample) => 3 * (There.MultiplicationsPerRow(sample) + Back.MultiplicationsPerRow(sample));
}
