using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>An LSTM of 64 units over windows of 48 values, forecasting 12, in plain TorchSharp.</summary>
internal static class RecurrentPeer
{
    private const int Window = 48;
    private const int Horizon = 12;
    private const int Windows = 6400;

    public static Func<long> Forecaster()
    {
        var length = Windows + Window + Horizon - 1;
        var series = sin(arange(length, dtype: ScalarType.Float32) / 4) + (0.1 * rand(length));
        var cut = series.unfold(0, Window + Horizon, 1);
        var inputs = cut.narrow(1, 0, Window).unsqueeze(2).contiguous();
        var targets = cut.narrow(1, Window, Horizon).contiguous();
        return () =>
        {
            using var network = new Network();
            using var loss = MSELoss();
            return PlainLoop.Train(network, loss, inputs, targets, batchSize: 64, epochs: 2);
        };
    }

    private sealed class Network : Module<Tensor, Tensor>
    {
        private readonly LSTM _recurrent = LSTM(1, 64, batchFirst: true);
        private readonly Linear _head = Linear(64, Horizon);

        public Network()
            : base(nameof(Network)) => RegisterComponents();

        public override Tensor forward(Tensor windows)
        {
            var (steps, _, _) = _recurrent.call(windows);
            return _head.call(steps.select(1, -1));
        }
    }
}
