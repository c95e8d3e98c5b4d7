using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// What a network of pictures is asked to do: what it reads of what is given, how its answer becomes a picture, and how pairs to learn from
/// are made. All is called inside a dispose scope.
/// </summary>
internal abstract record ImageTask
{
    /// <summary>How many times larger the sides of what comes out are.</summary>
    public virtual int Scale => 1;

    /// <summary>Whether pairs to learn from are made of whole pictures, and not given.</summary>
    public virtual bool SpoilsPictures => true;

    /// <summary>Whether the network keeps the mean picture of what it should make.</summary>
    public virtual bool NeedsMean => false;

    /// <summary>Whether grey pictures may be given where the network was fitted to coloured ones.</summary>
    public virtual bool TakesGrey => false;

    /// <summary>Channels of the pictures that come out.</summary>
    /// <param name="channels">Channels of those that are given.</param>
    public virtual int OutputChannels(int channels) => channels;

    /// <summary>Channels that the network reads.</summary>
    /// <param name="channels">Channels of the pictures that are given.</param>
    public virtual int ReadChannels(int channels) => channels;

    /// <summary>Channels that the network answers with.</summary>
    /// <param name="channels">Channels of the pictures that are given.</param>
    public virtual int AnswerChannels(int channels) => OutputChannels(channels);

    /// <summary>What the network reads.</summary>
    /// <param name="inputs">See <see cref="ImageExample.Inputs"/>.</param>
    /// <param name="mean">(channels, height, width), or (channels, 1, 1); null unless it is kept.</param>
    public virtual Tensor Read(Tensor[] inputs, Tensor? mean) => inputs[0];

    /// <summary>The picture of an answer, with numbers that may lie outside [0, 1].</summary>
    /// <param name="answer">(batch, answer channels, height · scale, width · scale).</param>
    /// <param name="inputs">See <see cref="ImageExample.Inputs"/>.</param>
    /// <param name="mean">See <see cref="Read"/>.</param>
    /// <returns>(batch, output channels, height · scale, width · scale).</returns>
    public abstract Tensor Compose(Tensor answer, Tensor[] inputs, Tensor? mean);

    /// <summary>The picture as it is handed out.</summary>
    /// <param name="composed">From <see cref="Compose"/>.</param>
    /// <param name="inputs">See <see cref="ImageExample.Inputs"/>.</param>
    public virtual Tensor Finish(Tensor composed, Tensor[] inputs) => composed.clamp(Numbers.Zero, Numbers.One);

    /// <summary>What is given, as people see it.</summary>
    /// <param name="inputs">See <see cref="ImageExample.Inputs"/>.</param>
    public virtual Tensor Shown(Tensor[] inputs) => inputs[0];

    /// <summary>Pairs to learn from.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="others">What stands beside them: targets, or masks of what is missing; null for nothing.</param>
    /// <param name="random">Whence chance comes; null for torch's default generator.</param>
    public abstract ImageExample Example(Tensor pictures, Tensor? others, Generator? random);

    /// <summary>Whether there is anything in pictures that could be learned.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="others">See <see cref="Example"/>.</param>
    public virtual bool ShowsAnything(Tensor pictures, Tensor? others) => true;

    /// <summary>What simple methods make of pictures, by their names; the first is the one to beat.</summary>
    /// <param name="mean">The mean of what should come out, (channels, height, width).</param>
    public abstract IEnumerable<(string Name, Func<ImageExample, Tensor> Answer)> Baselines(Tensor mean);

    /// <summary>Says what is wrong with the task's own numbers.</summary>
    public virtual void Validate(PartFaults faults)
    {
    }
}
