using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A network that makes pictures of pictures: its layers, what their answer is added to, and the mean picture if it keeps one.
/// </summary>
internal sealed class TranslationNetwork : Module<Tensor, Tensor>, IHasArchitecture, ICountsWork
{
    [ComponentName(Name = "generator")] private readonly Module<Tensor, Tensor> generator;
    [ComponentName(Name = "mean")] private readonly Tensor? mean;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public TranslationNetwork(TranslationArchitecture architecture) : base("Translation")
    {
        Architecture = architecture;
        var (task, channels) = (architecture.Task, architecture.Channels);
        generator = architecture.Generator.Create(
            task.ReadChannels(channels), task.AnswerChannels(channels), architecture.Generator.Enlarges ? task.Scale : 1);
        if (architecture.MeanHeight > 0)
        {
            WeightRoom.Take(architecture.OutputChannels, architecture.MeanHeight, architecture.MeanWidth);
            mean = zeros(architecture.OutputChannels, architecture.MeanHeight, architecture.MeanWidth).DetachFromDisposeScope();
        }
        RegisterComponents();
    }

    /// <summary>What rebuilds it.</summary>
    public TranslationArchitecture Architecture { get; }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>The mean of what should come out, (channels, height, width), or (channels, 1, 1); null for none.</summary>
    public Tensor? Mean => mean;

    /// <summary>The pictures of given ones, without masks.</summary>
    /// <param name="input">(batch, channels, height, width).</param>
    /// <returns>(batch, output channels, height · scale, width · scale), in [0, 1].</returns>
    public override Tensor forward(Tensor input) => Finished([input], 0);

    /// <summary>The pictures of what is given, as they are handed out.</summary>
    /// <param name="inputs">See <see cref="ImageExample.Inputs"/>.</param>
    /// <param name="tileSize">Side of the squares that large pictures are cut into, before what lies around; 0 never cuts.</param>
    /// <returns>(batch, output channels, height · scale, width · scale), in [0, 1].</returns>
    public Tensor Finished(Tensor[] inputs, int tileSize)
    {
        using var scope = NewDisposeScope();
        return Architecture.Task.Finish(Composed(inputs, tileSize), inputs).MoveToOuterDisposeScope();
    }

    /// <summary>The pictures of what is given, with numbers that may lie outside [0, 1]: what a loss can pull at.</summary>
    /// <param name="inputs">See <see cref="ImageExample.Inputs"/>.</param>
    /// <param name="tileSize">See <see cref="Finished"/>.</param>
    /// <param name="disturbed">Changes what the layers read; null leaves it.</param>
    public Tensor Composed(Tensor[] inputs, int tileSize = 0, Func<Tensor, Tensor>? disturbed = null)
    {
        var read = Read(inputs); // (batch, read channels, height · read scale, width · read scale)
        return Architecture.Task.Compose(Answer(disturbed?.Invoke(read) ?? read, tileSize), inputs, Mean);
    }

    /// <summary>What the layers read, which is also what a discriminator sees a picture beside.</summary>
    /// <param name="inputs">See <see cref="ImageExample.Inputs"/>.</param>
    public Tensor Read(Tensor[] inputs) =>
        ImageResampling.Larger(PictureLevels.Finite(Architecture.Task.Read(inputs, Mean)), Architecture.ReadScale);

    /// <inheritdoc/>
    public double MultiplicationsPerRow(Tensor sample)
    {
        var (task, channels) = (Architecture.Task, Architecture.Channels);
        var pixels = (double)sample.size(-1) * sample.size(-2);
        if (task.SpoilsPictures) // whole pictures are made smaller first
            pixels /= (double)task.Scale * task.Scale;
        var scale = Architecture.Generator.Enlarges ? task.Scale : 1;
        return pixels * Architecture.ReadScale * Architecture.ReadScale
            * Architecture.Generator.WorkPerPixel(task.ReadChannels(channels), task.AnswerChannels(channels), scale);
    }

    private Tensor Answer(Tensor read, int tileSize)
    {
        var (height, width, form) = (read.size(2), read.size(3), Architecture.Generator);
        var multiple = form.Multiple;
        var (below, right) = (Missing(height, multiple), Missing(width, multiple));
        if (below > 0 || right > 0)
            read = functional.pad(read, [0, right, 0, below], PaddingModes.Replicate);
        var scale = form.Enlarges ? Architecture.Task.Scale : 1;
        var tile = form.SeesWholePicture ? 0 : (tileSize + multiple - 1) / multiple * multiple;
        var answer = ImageTiles.Pass(read, tile, form.Reach, multiple, scale, generator.call);
        return below > 0 || right > 0 ? answer.narrow(2, 0, height * scale).narrow(3, 0, width * scale) : answer;
    }

    private static long Missing(long side, int multiple) => (multiple - (side % multiple)) % multiple;
}
