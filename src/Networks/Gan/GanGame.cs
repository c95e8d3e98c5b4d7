using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Both players, and two more generators that are never trained: the running mean of the trained one's weights, which makes
/// better rows than the trained one at any moment, and the best mean so far.
/// </summary>
internal sealed class GanGame : Module<Tensor, Tensor, Tensor>, IHasArchitecture
{
    [ComponentName(Name = "generator")] private readonly Module<Tensor, Tensor, Tensor> generator;
    [ComponentName(Name = "discriminator")] private readonly Module<Tensor, Tensor, Tensor> discriminator;
    [ComponentName(Name = "average")] private readonly Module<Tensor, Tensor, Tensor> average;
    [ComponentName(Name = "best")] private readonly Module<Tensor, Tensor, Tensor> best;

    /// <summary>Builds the networks with fresh weights from torch's generator.</summary>
    public GanGame(GeneratorArchitecture generator, DiscriminatorArchitecture discriminator) : base("GanGame")
    {
        Architecture = generator;
        DiscriminatorArchitecture = discriminator;
        this.generator = GanNetworks.Generator(generator);
        this.discriminator = GanNetworks.Discriminator(discriminator);
        average = GanNetworks.Generator(generator);
        best = GanNetworks.Generator(generator);
        RegisterComponents();
        NetworkWeights.Copy(this.generator.state_dict(), average.state_dict());
        NetworkWeights.Copy(this.generator.state_dict(), best.state_dict());
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => new { Generator = Architecture, Discriminator = DiscriminatorArchitecture };

    /// <summary>What the generator is made of.</summary>
    public GeneratorArchitecture Architecture { get; }

    /// <summary>What the discriminator is made of.</summary>
    public DiscriminatorArchitecture DiscriminatorArchitecture { get; }

    /// <summary>The player that makes rows.</summary>
    public Module<Tensor, Tensor, Tensor> Generator => generator;

    /// <summary>The player that tells them from real ones.</summary>
    public Module<Tensor, Tensor, Tensor> Discriminator => discriminator;

    /// <summary>The running mean of the generator's weights.</summary>
    public Module<Tensor, Tensor, Tensor> Average => average;

    /// <summary>The best running mean so far.</summary>
    public Module<Tensor, Tensor, Tensor> Best => best;

    /// <summary>Starts the generators from other weights.</summary>
    /// <param name="fill">Writes the weights of a generator.</param>
    public void StartFrom(Action<Module> fill)
    {
        fill(generator);
        NetworkWeights.Copy(generator.state_dict(), average.state_dict());
        NetworkWeights.Copy(generator.state_dict(), best.state_dict());
    }

    /// <summary>Whether the running mean makes larger pictures than the best one, which then is no rival.</summary>
    public bool HasOutgrownBest => average is IGrowing now && best is IGrowing then && now.Growth.CompareTo(then.Growth) > 0;

    /// <summary>Lets pictures grow, if they do; they never shrink again.</summary>
    /// <param name="progress">Share of the training that is over, in [0, 1].</param>
    public void Grow(double progress)
    {
        if (generator is not IGrowing { Growth: var before })
            return;
        var planned = Architecture.Growing!.GrowthAt(progress, Architecture.Picture!.Halvings);
        foreach (var player in (IGrowing[])[(IGrowing)generator, (IGrowing)discriminator, (IGrowing)average])
            player.Growth = planned.CompareTo(before) > 0 ? planned : before;
    }

    /// <summary>Real rows as the discriminator is shown them.</summary>
    /// <param name="rows">(batch, row).</param>
    public Tensor Shown(Tensor rows) => generator is ILearnsByLevels levels ? levels.Shown(rows) : rows;

    /// <summary>Rows for the discriminator to judge, before their last function.</summary>
    /// <param name="noise">(batch, latent).</param>
    /// <param name="condition">(batch, condition).</param>
    /// <param name="shown">Real rows of the same conditions, as they are shown.</param>
    public Tensor Try(Tensor noise, Tensor condition, Tensor shown) =>
        generator is ILearnsByLevels levels ? levels.Try(noise, condition, shown) : generator.call(noise, condition);

    /// <summary>Rows before their last function, from the trained generator.</summary>
    public override Tensor forward(Tensor noise, Tensor condition) => generator.call(noise, condition);
}
