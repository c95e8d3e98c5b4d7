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

    public static Func<long> SingleSequences()
    {
        const int rows = 200, repetitions = 5;
        var sequences = rand(rows, Window, 1);
        var network = new Network(answers: 2);
        network.eval();
        return () =>
        {
            using var noGradients = inference_mode();
            for (var i = 0; i < repetitions * rows; i++)
            {
                using var sequence = sequences.narrow(0, i % rows, 1);
                using var scores = network.call(sequence);
            }
            return rows * repetitions;
        };
    }

    private sealed class Network : Module<Tensor, Tensor>
    {
        private readonly LSTM _recurrent = LSTM(1, 64, batchFirst: true);
        private readonly Linear _head;

        public Network(int answers = Horizon)
            : base(nameof(Network))
        {
            _head = Linear(64, answers);
            RegisterComponents();
        }

        public override Tensor forward(Tensor windows)
        {
            using var scope = NewDisposeScope();
            var (steps, _, _) = _recurrent.call(windows);
            return _head.call(steps.select(1, -1)).MoveToOuterDisposeScope();
        }
    }
}
