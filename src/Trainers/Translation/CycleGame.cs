using DeepML.Networks;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Trainers;

/// <summary>A discriminator for pictures of one kind, with what it remembers.</summary>
internal sealed class CycleJudge : Module<Tensor, Tensor>
{
    [ComponentName(Name = "discriminator")] private readonly PatchDiscriminatorModule discriminator;
    [ComponentName(Name = "pool")] private readonly FakePool? pool;

    /// <param name="form">Its sizes.</param>
    /// <param name="channels">Channels of a picture.</param>
    /// <param name="pool">What it remembers; null for nothing.</param>
    public CycleJudge(PatchDiscriminator form, int channels, FakePool? pool) : base("CycleJudge")
    {
        (discriminator, this.pool) = (new PatchDiscriminatorModule(form, channels), pool);
        RegisterComponents();
    }

    /// <summary>What tells its weights apart from others.</summary>
    public object Architecture => discriminator.Architecture;

    /// <summary>Decisions about each place, (batch, channels, height, width) → (batch · places, 1).</summary>
    public override Tensor forward(Tensor input) => discriminator.call(input).reshape(-1, 1);

    /// <summary>New pictures, some of them exchanged for former ones.</summary>
    public Tensor Remembered(Tensor made) => pool is null ? made : pool.Exchange(made);
}

/// <summary>The discriminators of both kinds, which share an optimizer.</summary>
internal sealed class CycleJudges : Module
{
    [ComponentName(Name = "target")] private readonly CycleJudge target;
    [ComponentName(Name = "source")] private readonly CycleJudge source;

    /// <param name="target">Knows pictures of the second kind.</param>
    /// <param name="source">Knows pictures of the first kind.</param>
    public CycleJudges(CycleJudge target, CycleJudge source) : base("CycleJudges")
    {
        (this.target, this.source) = (target, source);
        RegisterComponents();
    }

    /// <summary>Knows pictures of the second kind.</summary>
    public CycleJudge Target => target;

    /// <summary>Knows pictures of the first kind.</summary>
    public CycleJudge Source => source;
}

/// <summary>
/// Two networks that undo each other and the discriminators that they deceive, as one, for checkpoints and training mode.
/// </summary>
internal sealed class CycleGame : Module<Tensor, Tensor>, IHasArchitecture, ICountsWork
{
    [ComponentName(Name = "generators")] private readonly CycleNetwork generators;
    [ComponentName(Name = "judges")] private readonly CycleJudges judges;

    /// <param name="generators">Make pictures.</param>
    /// <param name="judges">Judge them.</param>
    public CycleGame(CycleNetwork generators, CycleJudges judges) : base("CycleGame")
    {
        (this.generators, this.judges) = (generators, judges);
        RegisterComponents();
    }

    /// <summary>Make pictures.</summary>
    public CycleNetwork Generators => generators;

    /// <summary>Judge them.</summary>
    public CycleJudges Judges => judges;

    /// <inheritdoc/>
    public object Architecture => new
    {
        Generators = Generators.Architecture,
        Target = Judges.Target.Architecture,
        Source = Judges.Source.Architecture,
    };

    /// <inheritdoc/>
    public double MultiplicationsPerRow(Tensor sample) => Generators.MultiplicationsPerRow(sample);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Generators.call(input);
}
