using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="RecurrentForecastNetwork"/>.</summary>
/// <param name="Stack">The recurrent layers.</param>
/// <param name="WindowSize">Steps read.</param>
/// <param name="Horizon">Steps answered.</param>
/// <param name="FutureNumbers">Numbers known of each step ahead.</param>
/// <param name="Answers">Numbers answered per step.</param>
/// <param name="LinearSkip">Whether the window also reaches the output directly.</param>
/// <param name="Members">Networks whose answers are averaged.</param>
internal sealed record RecurrentForecastArchitecture(
    RecurrentStackArchitecture Stack, int WindowSize, int Horizon, int FutureNumbers, int Answers, bool LinearSkip, int Members);

/// <summary>Several forecasting networks of one shape that differ in their first weights.</summary>
internal sealed class RecurrentForecastNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    private readonly List<RecurrentForecastMember> _members = [];

    /// <summary>Builds the networks with fresh weights from torch's generator.</summary>
    public RecurrentForecastNetwork(RecurrentForecastArchitecture architecture) : base("RecurrentForecast")
    {
        Architecture = architecture;
        for (var i = 0; i < architecture.Members; i++)
        {
            _members.Add(new RecurrentForecastMember(architecture));
            register_module($"member{i}", _members[i]);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public object Architecture { get; }

    /// <summary>Every member's answer.</summary>
    /// <param name="input">(batch, window × channels + horizon × future numbers): the window step by step, then what is known
    /// ahead.</param>
    /// <returns>(batch, members, horizon, answers).</returns>
    public override Tensor forward(Tensor input) => stack(_members.Select(member => member.call(input)), 1);
}
