using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A recurrent network over the window and, beside it, a linear map from the window to the output (Lai et al., arXiv:1703.07015).
/// The last layer of the recurrent part starts at zero, so training begins with the linear forecast and adds what it lacks.
/// </summary>
internal sealed class RecurrentForecastMember : Module<Tensor, Tensor>
{
    [ComponentName(Name = "recurrent")] private readonly RecurrentStack recurrent;
    [ComponentName(Name = "head")] private readonly Linear head;
    [ComponentName(Name = "skip")] private readonly Linear? skip;
    [ComponentName(Name = "ahead")] private readonly Linear? ahead;
    [ComponentName(Name = "effect")] private readonly Linear? effect;
    private readonly RecurrentForecastArchitecture _architecture;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public RecurrentForecastMember(RecurrentForecastArchitecture architecture) : base("RecurrentForecastMember")
    {
        _architecture = architecture;
        var a = architecture;
        recurrent = new RecurrentStack(a.Stack);
        head = WeightRoom.Linear(a.Stack.OutputSize, (long)a.Horizon * a.Answers);
        if (a.LinearSkip)
        {
            skip = WeightRoom.Linear((long)a.WindowSize * a.Stack.InputSize, (long)a.Horizon * a.Answers);
            Zero(head, skip);
        }
        if (a.FutureNumbers > 0)
        {
            ahead = WeightRoom.Linear(a.Stack.OutputSize + a.FutureNumbers, a.Stack.HiddenSize);
            effect = WeightRoom.Linear(a.Stack.HiddenSize, a.Answers);
            Zero(effect);
        }
        RegisterComponents();
    }

    /// <summary>The forecast of each window.</summary>
    /// <param name="input">As in <see cref="RecurrentForecastNetwork.forward"/>.</param>
    /// <returns>(batch, horizon, answers).</returns>
    public override Tensor forward(Tensor input)
    {
        var a = _architecture;
        var windowNumbers = a.WindowSize * a.Stack.InputSize;
        var flat = input.narrow(1, 0, windowNumbers); // (batch, window × channels)
        var steps = flat.reshape(-1, a.WindowSize, a.Stack.InputSize); // (batch, window, channels)
        var summary = recurrent.Summarize(steps); // (batch, hidden)
        var forecast = head.call(summary);
        if (skip is not null)
            forecast = forecast.Plus(skip.call(flat));
        var answer = forecast.view(-1, a.Horizon, a.Answers); // (batch, horizon, answers)
        if (ahead is null)
            return answer;
        // (batch, horizon, future)
        var known = input.narrow(1, windowNumbers, a.Horizon * a.FutureNumbers).reshape(-1, a.Horizon, a.FutureNumbers);
        var repeated = summary.unsqueeze(1).expand(known.size(0), a.Horizon, a.Stack.OutputSize);
        return answer.Plus(effect!.call(ahead.call(cat([repeated, known], 2)).tanh())); // (batch, horizon, answers)
    }

    private static void Zero(params Linear[] layers)
    {
        foreach (var layer in layers)
        {
            init.zeros_(layer.weight!);
            init.zeros_(layer.bias!);
        }
    }
}
