using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Both players, and two more generators that are never trained: the running mean of the trained one's weights, which makes
/// better rows than the trained one at any moment, and the best mean so far.
/// </summary>
internal sealed class GanGame : Module<Tensor, Tensor, Tensor>
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
        Copy(this.generator, average);
        Copy(this.generator, best);
    }

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
        Copy(generator, average);
        Copy(generator, best);
    }

    /// <summary>Copies weights and buffers from one generator to another.</summary>
    public static void Copy(Module from, Module to) => Approach(to, from, 0);

    /// <summary>Moves the weights of one generator towards another's; counters are copied.</summary>
    /// <param name="moved">The one that moves.</param>
    /// <param name="towards">The one it moves to.</param>
    /// <param name="keep">Share of its own weights that it keeps, in [0, 1].</param>
    public static void Approach(Module moved, Module towards, double keep)
    {
        using var gradientsOff = no_grad();
        var goals = towards.state_dict();
        foreach (var (name, weight) in moved.state_dict())
            if (keep == 0 || !weight.is_floating_point())
                weight.copy_(goals[name]);
            else
                weight.mul_(Numbers.Kept(keep)).PlusInPlace(goals[name], 1 - keep).DetachFromDisposeScope();
    }

    /// <summary>Rows before their last function, from the trained generator.</summary>
    public override Tensor forward(Tensor noise, Tensor condition) => generator.call(noise, condition);
}
