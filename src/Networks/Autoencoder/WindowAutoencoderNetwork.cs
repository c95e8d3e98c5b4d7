using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="WindowAutoencoderNetwork"/>.</summary>
/// <param name="Encoder">The layers that read a window; those that write it are of the same kind.</param>
/// <param name="Steps">Steps of a window.</param>
/// <param name="Sensors">Numbers of a step.</param>
/// <param name="CodeSize">Numbers that a window is written from.</param>
/// <param name="Scaling">What is done with the numbers of each step first.</param>
internal sealed record WindowAutoencoderArchitecture(
    SequenceEncoder Encoder, int Steps, int Sensors, int CodeSize, ScalingForm Scaling = ScalingForm.None);

/// <summary>
/// Reads a window of several sensors into a code, and writes the window from the code, last step first (Srivastava, Mansimov and
/// Salakhutdinov, ICML 2015). A sensor can be hidden from it: it is then written from what the others say.
/// </summary>
internal sealed class WindowAutoencoderNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    [ComponentName(Name = "scaling")] private readonly ColumnScaling? scaling;
    [ComponentName(Name = "encoder")] private readonly RecurrentStack encoder;
    [ComponentName(Name = "code")] private readonly Linear code;
    [ComponentName(Name = "decoder")] private readonly RecurrentStack decoder;
    [ComponentName(Name = "answer")] private readonly Linear answer;
    [ComponentName(Name = "usual")] private readonly Tensor usual;
    private readonly WindowAutoencoderArchitecture _architecture;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public WindowAutoencoderNetwork(WindowAutoencoderArchitecture architecture) : base("WindowAutoencoder")
    {
        _architecture = architecture;
        var a = architecture;
        if (a.Scaling != ScalingForm.None)
            scaling = new ColumnScaling(a.Sensors, a.Scaling);
        encoder = new RecurrentStack(new RecurrentStackArchitecture(a.Encoder, 2 * a.Sensors)); // each number, and whether it is hidden
        code = WeightRoom.Linear(a.Encoder.HiddenSize, a.CodeSize);
        decoder = new RecurrentStack(new RecurrentStackArchitecture(a.Encoder.Decoder, a.CodeSize));
        answer = WeightRoom.Linear(a.Encoder.HiddenSize, a.Sensors);
        usual = WeightRoom.Ones((a.Sensors + 1) * 2 * a.Sensors).view(a.Sensors + 1, 2, a.Sensors).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <inheritdoc/>
    public object Architecture => _architecture;

    /// <summary>What is done with the numbers of each step first; null for nothing.</summary>
    public ColumnScaling? Scaling => scaling;

    /// <summary>Windows as the network compares them.</summary>
    /// <param name="rows">(batch, steps × sensors).</param>
    /// <returns>(batch, steps, sensors).</returns>
    public Tensor Scaled(Tensor rows)
    {
        var steps = rows.reshape(rows.size(0), _architecture.Steps, _architecture.Sensors);
        return scaling is null ? steps : scaling.call(steps);
    }

    /// <summary>The code of windows of which nothing is hidden.</summary>
    /// <param name="rows">(batch, steps × sensors).</param>
    /// <returns>(batch, code).</returns>
    public override Tensor forward(Tensor rows)
    {
        var steps = Scaled(rows);
        return Encode(steps, zeros_like(steps.select(1, 0)));
    }

    /// <summary>Writes windows from their code.</summary>
    /// <param name="steps">(batch, steps, sensors), scaled.</param>
    /// <param name="hidden">(batch, sensors): 1 for a sensor that is hidden, else 0.</param>
    /// <returns>(batch, steps, sensors), scaled.</returns>
    public Tensor Reconstruct(Tensor steps, Tensor hidden)
    {
        var repeated = Encode(steps, hidden).unsqueeze(1).expand(steps.size(0), _architecture.Steps, _architecture.CodeSize);
        return answer.call(decoder.call(repeated)).flip(1); // (batch, steps, sensors)
    }

    /// <summary>
    /// How far each sensor's window is from what is written, over what is usual: the mean of the window, and its worst step.
    /// </summary>
    /// <param name="steps">(batch, steps, sensors), scaled.</param>
    /// <param name="without">The sensor that is hidden; null for none.</param>
    /// <returns>(batch, sensors): 1 is usual.</returns>
    public Tensor Oddness(Tensor steps, int? without = null) =>
        (Errors(steps, without) / usual.select(0, without + 1 ?? 0).clamp_min(Numbers.Kept(NumberLimits.Smallest))).mean([1L]);

    /// <summary>Learns what is usual.</summary>
    /// <param name="batches">Training rows, (batch, steps × sensors) each.</param>
    public void Measure(IEnumerable<Tensor> batches)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var sums = zeros(usual.shape, dtype: ScalarType.Float64, device: usual.device);
        var rows = 0L;
        foreach (var batch in batches)
        {
            using var inner = NewDisposeScope();
            var steps = Scaled(batch);
            for (var place = 0; place <= _architecture.Sensors; place++)
                sums.select(0, place).PlusInPlace(Errors(steps, place == 0 ? null : place - 1).sum(dim: 0, type: ScalarType.Float64));
            rows += batch.size(0);
        }
        usual.copy_(sums.Over(rows));
    }

    // (batch, 2, sensors): the mean squared error of the window, and that of its worst step
    private Tensor Errors(Tensor steps, int? without)
    {
        var hidden = zeros_like(steps.select(1, 0));
        if (without is { } sensor)
            hidden.select(1, sensor).fill_(Numbers.One);
        var errors = (steps - Reconstruct(steps, hidden)).Squared();
        return stack([errors.mean([1L]), errors.amax([1L])], 1);
    }

    private Tensor Encode(Tensor steps, Tensor hidden)
    {
        var spread = hidden.unsqueeze(1).expand_as(steps);
        var seen = steps * spread.SubtractedFrom(1); // (batch, steps, sensors)
        return code.call(encoder.Summarize(cat([seen, spread], 2)));
    }
}
