using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderKindTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_linear_autoencoder_spans_the_subspace_of_the_principal_components()
    {
        var rows = Correlated(400);
        var data = _ml.Data.LoadFromEnumerable(rows.Select(r => new Row { Features = r }).ToArray());
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            OutputActivation = Activation.Identity,
            Loss = ReconstructionLoss.SquaredError,
            Training = new TrainingOptions { Epochs = 80, BatchSize = 20, LearningRate = 0.02, Schedule = new CosineSchedule() },
        }).Fit(data);
        using var scope = NewDisposeScope();
        var x = tensor(rows.SelectMany(r => r).ToArray(), [rows.Length, 6]);
        var (_, _, right) = linalg.svd(x - x.mean([0L], keepdim: true), fullMatrices: false);
        var components = right.narrow(0, 0, 2).t(); // (6, 2)
        var (basis, _) = linalg.qr(model.Module.DecoderLayers[0].weight!.detach()); // (6, 2)
        var cosines = linalg.svd(basis.t().mm(components), fullMatrices: false).Item2;
        var angle = Math.Acos(Math.Min(1, cosines.min().ToDouble()));
        Assert.IsLessThan(1e-2, angle);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_linear_autoencoder_begins_at_the_principal_components_however_short_its_training(bool tied)
    {
        var rows = Correlated(400);
        rows = [.. rows.Select(row => row.Select((x, i) => (100 * x) + i).ToArray())]; // scaled inside
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            TiedWeights = tied,
            Training = new TrainingOptions { Epochs = 1, LearningRate = 1e-6 },
        }).Fit(_ml.Data.LoadFromEnumerable(rows.Select(r => new Row { Features = r }).ToArray()));
        var baseline = model.TrainingHistory.Baseline!;
        Assert.AreEqual(baseline.Value, baseline.NetworkValue, 1e-3 * baseline.Value, baseline.ToString());
        StringAssert.Contains(string.Join("; ", model.TrainingHistory.Chosen), "first weights = principal components");
        var codes = model.Encode(rows);
        var together = codes.Average(code => (double)code[0] * code[1]) / codes.Average(code => (double)code[0] * code[0]);
        Assert.AreEqual(0, together, 1e-3, "numbers of a code are uncorrelated");
    }

    [TestMethod]
    public void Tied_weights_are_the_encoders_transposed()
    {
        using var model = Fit(new AutoencoderOptions { CodeSize = 3, TiedWeights = true, OutputActivation = Activation.Identity });
        Assert.AreEqual((8 * 3) + 3 + 8, model.ParameterCount);
        using var scope = NewDisposeScope();
        var network = model.Module;
        var code = rand(5, 3);
        var expected = code.mm(network.EncoderLayers[0].weight!) + network.TiedBiases[0];
        Assert.IsLessThan(1e-6, (network.Decode(code) - expected).abs().max().ToDouble());
    }

    [TestMethod]
    public void Only_the_largest_codes_are_kept()
    {
        using var model = Fit(new AutoencoderOptions { CodeSize = 6, Sparsity = new LargestCodes { Count = 2 } });
        foreach (var code in Codes(model))
            Assert.AreEqual(4, code.Count(value => value == 0));
    }

    [TestMethod]
    public void Of_equal_codes_no_more_than_the_count_are_kept()
    {
        using var model = Fit(
            new AutoencoderOptions { CodeSize = 8, CodeActivation = Activation.Sigmoid, Sparsity = new LargestCodes { Count = 2 } });
        var (up, down) = (new float[model.InputSize], new float[model.InputSize]);
        Array.Fill(up, 1e6f); // every unit is at 0 or at 1
        Array.Fill(down, -1e6f);
        foreach (var code in model.Encode([up, down]))
            Assert.IsLessThanOrEqualTo(2, code.Count(value => value != 0));
    }

    [TestMethod]
    public void Activations_stay_near_the_target_of_the_divergence()
    {
        var options = new AutoencoderOptions
        {
            CodeSize = 8,
            CodeActivation = Activation.Sigmoid,
            Training = new TrainingOptions { Epochs = 150, BatchSize = 25, LearningRate = 0.02 }
        };
        using var sparse = Fit(options with { Sparsity = new KullbackLeiblerSparsity { Target = 0.1, Weight = 0.5 } });
        using var plain = Fit(options);
        Assert.IsLessThan(0.02, Math.Abs(Codes(sparse).Average(code => code.Average()) - 0.1));
        Assert.IsGreaterThan(0.1, Math.Abs(Codes(plain).Average(code => code.Average()) - 0.1));
    }

    [TestMethod]
    public void An_absolute_penalty_shrinks_the_codes()
    {
        var options = new AutoencoderOptions
        {
            CodeSize = 4,
            Training = new TrainingOptions { Epochs = 20, BatchSize = 25, LearningRate = 0.02 }
        };
        using var sparse = Fit(options with { Sparsity = new L1Sparsity { Weight = 1 } });
        using var plain = Fit(options);
        Assert.IsLessThan(0.5 * Codes(plain).Average(c => c.Average(Math.Abs)), Codes(sparse).Average(c => c.Average(Math.Abs)));
    }

    [TestMethod]
    public void A_contractive_code_changes_less_with_the_input()
    {
        var options = new AutoencoderOptions
        {
            CodeSize = 4,
            CodeActivation = Activation.Sigmoid,
            Training = new TrainingOptions { Epochs = 30, BatchSize = 25, LearningRate = 0.01 }
        };
        using var contractive = Fit(options with { ContractionWeight = 0.3 });
        using var plain = Fit(options);
        Assert.IsLessThan(0.7 * Norm(plain), Norm(contractive));

        double Norm(AutoencoderTransformer model)
        {
            using var scope = NewDisposeScope();
            return Trainers.Contraction.ByAutograd(model.Module,
                tensor(Cells.Read(Data(), Data().Schema["Features"]).SelectMany(r => r).ToArray(), [75, 8]), createGraph: false).ToDouble();
        }
    }

    [TestMethod]
    [DataRow(Activation.Sigmoid)]
    [DataRow(Activation.Tanh)]
    [DataRow(Activation.Identity)]
    public void The_closed_form_of_the_contraction_equals_the_one_by_automatic_differentiation(Activation activation)
    {
        using var model = Fit(
            new AutoencoderOptions { CodeSize = 3, CodeActivation = activation, Training = new TrainingOptions { Epochs = 1 } });
        using var scope = NewDisposeScope();
        var x = rand(7, 8);
        var closed = Trainers.Contraction.OneLayer(model.Module, model.Module.Encode(x)).ToDouble();
        Assert.AreEqual(Trainers.Contraction.ByAutograd(model.Module, x, createGraph: false).ToDouble(), closed, 1e-5);
    }

    [TestMethod]
    public void The_contraction_of_a_deep_encoder_equals_its_finite_differences()
    {
        using var model = Fit(new AutoencoderOptions
        {
            HiddenSizes = [5],
            HiddenActivation = Activation.Tanh,
            CodeSize = 3,
            Training = new TrainingOptions { Epochs = 1 }
        });
        using var scope = NewDisposeScope();
        const double step = 1e-2;
        var x = rand(4, 8);
        var total = 0.0;
        for (var i = 0; i < 8; i++)
        {
            var change = zeros(8);
            change[i] = step;
            total += ((model.Module.Encode(x + change) - model.Module.Encode(x - change)) / (2 * step)).square().sum().ToDouble() / 4;
        }
        Assert.AreEqual(total, Trainers.Contraction.ByAutograd(model.Module, x, createGraph: false).ToDouble(), total * 0.01);
    }

    [TestMethod]
    public void Penalties_equal_those_recorded_from_PyTorch()
    {
        // test/Networks.Tests/Autoencoder/autoencoder_reference.py: dense.contraction, sparsity.divergence
        using var scope = NewDisposeScope();
        var activations = (Inputs(5, 4) * 0.8) + 0.1;
        Assert.AreEqual(2.1380816, new KullbackLeiblerSparsity { Target = 0.05, Weight = 1 }.Penalty(activations)!.ToDouble(), 1e-4);
        Assert.AreEqual(activations.sum().ToDouble() / 5 * 0.5, new L1Sparsity { Weight = 0.5 }.Penalty(-activations)!.ToDouble(), 1e-5);
        using var network = new Networks.AutoencoderNetwork(
            new Networks.AutoencoderArchitecture(
                6, [5], 3, Activation.LeakyReLU, Activation.Identity, Activation.Sigmoid)
            { ActivationSlope = 0.2 });
        var k = 0;
        using (no_grad())
        {
            foreach (var (_, weight) in network.named_parameters().OrderBy(p => p.name, StringComparer.Ordinal))
            {
                weight.copy_(tensor(Enumerable.Range(k, (int)weight.numel()).Select(i => (float)(0.5 * Math.Sin((0.7 * i) + 1))).ToArray(),
                    weight.shape)).DetachFromDisposeScope();
                k += (int)weight.numel();
            }
        }
        Assert.AreEqual(0.2387473, Trainers.Contraction.ByAutograd(network, Inputs(4, 6), createGraph: false).ToDouble(), 1e-5);

        Tensor Inputs(int rows, int width) =>
            tensor(Enumerable.Range(0, rows * width).Select(i => (float)(0.5 + (0.5 * Math.Sin(0.37 * i)))).ToArray(), [rows, width]);
    }

    [TestMethod]
    public void Salt_and_pepper_and_masking_change_the_share_of_values_asked_for()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var inputs = (rand(100, 100) * 0.5) + 0.25;
        var salted = new SaltAndPepperCorruption { Fraction = 0.2 }.Apply(inputs, null);
        Assert.AreEqual(0.1, salted.eq(inputs.max()).to(ScalarType.Float32).mean().ToDouble(), 0.02);
        Assert.AreEqual(0.1, salted.eq(inputs.min()).to(ScalarType.Float32).mean().ToDouble(), 0.02);
        var masked = new MaskingCorruption { Fraction = 0.4 }.Apply(inputs, null);
        Assert.AreEqual(0.4, masked.eq(0).to(ScalarType.Float32).mean().ToDouble(), 0.02);
        var blank = full([100L], 7f);
        Assert.AreEqual(
            0.4, new MaskingCorruption { Fraction = 0.4 }.Apply(inputs, blank).eq(7).to(ScalarType.Float32).mean().ToDouble(), 0.02);
        var noisy = new GaussianCorruption { StandardDeviation = 0.1 }.Apply(inputs, null);
        Assert.AreEqual(0.1, (noisy - inputs).std().ToDouble(), 0.01);
        var clipped = new GaussianCorruption { StandardDeviation = 2, ClipToUnitInterval = true }.Apply(inputs, null);
        Assert.AreEqual((0.0, 1.0), (clipped.min().ToDouble(), clipped.max().ToDouble()));
    }

    [TestMethod]
    public void Layers_come_as_columns_and_the_last_one_leads_to_the_code()
    {
        using var model = Fit(
            new AutoencoderOptions { HiddenSizes = [7, 5], CodeSize = 2, Outputs = new AutoencoderOutputs { LayerPrefix = "Layer" } });
        var schema = model.GetOutputSchema(Data().Schema);
        Assert.AreEqual(7, ((VectorDataViewType)schema["Layer1"].Type).Size);
        Assert.AreEqual(5, ((VectorDataViewType)schema["Layer2"].Type).Size);
        var scored = model.Transform(Data());
        var last = Cells.Read(scored, scored.Schema["Layer2"]);
        using var scope = NewDisposeScope();
        var code = model.Module.EncoderLayers[2].call(tensor(last[0], [1, 5]));
        Cells.AreEqual([code.data<float>().ToArray()], [Codes(model)[0]], 1e-5, "code");
    }

    [TestMethod]
    public void A_code_as_large_as_the_input_is_warned_of_unless_something_keeps_it_from_copying()
    {
        var options = new AutoencoderOptions { CodeSize = 8, Training = new TrainingOptions { Epochs = 1 } };
        Assert.IsTrue(Warnings(options).Any(w => w.Contains("not smaller than the input (8)")));
        Assert.IsFalse(Warnings(options with { Corruption = new GaussianCorruption() }).Any(w => w.Contains("not smaller")));
    }

    [TestMethod]
    public void A_code_larger_than_the_input_is_refused_where_it_would_be_a_copy_and_learned_where_it_is_not()
    {
        var plain = new AutoencoderOptions { CodeSize = 12, Training = new TrainingOptions { Epochs = 1 } };
        foreach (var options in new[] { plain, plain with { HiddenSizes = [16] }, plain with { FillMissingValues = true } })
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder("Code", "Features", options).Fit(Data()));
            StringAssert.Contains(error.Message, "CodeSize is 12, but column 'Features' holds 8 numbers");
        }
        AutoencoderOptions[] meant =
        [
            plain with { Corruption = new MaskingCorruption() }, plain with { Sparsity = new LargestCodes() },
            plain with { HiddenSizes = [3] },
            plain with { Variational = new VariationalCode() }, plain with { TargetColumnName = "Features" },
        ];
        foreach (var options in meant)
        {
            using var model = _ml.Transforms.Autoencoder("Code", "Features", options).Fit(Data());
            Assert.HasCount(12, Codes(model)[0]);
        }
    }

    [TestMethod]
    public void A_network_that_did_not_beat_the_principal_components_says_so_in_the_log()
    {
        var brief = new AutoencoderOptions { CodeSize = 2, Training = new TrainingOptions { Epochs = 1 } };
        Assert.IsTrue(Warnings(brief).Any(w => w.Contains("no better than a simple method")));
    }

    [TestMethod]
    public void Pretraining_makes_the_deep_network_start_from_trained_layers()
    {
        var options = new AutoencoderOptions
        {
            HiddenSizes = [6],
            CodeSize = 2,
            HiddenActivation = Activation.Tanh,
            Loss = ReconstructionLoss.SquaredError,
            Training = new TrainingOptions { Epochs = 1, BatchSize = 75, LearningRate = 1e-6 },
        };
        using var plain = Fit(options);
        using var pretrained = Fit(
            options with { Pretraining = new TrainingOptions { Epochs = 150, BatchSize = 15, LearningRate = 0.02 } });
        Assert.IsLessThan(0.4 * plain.TrainingHistory.Epochs[0].TrainingLoss, pretrained.TrainingHistory.Epochs[0].TrainingLoss);
    }

    private AutoencoderTransformer Fit(AutoencoderOptions options) =>
        new MLContext(1).Transforms.Autoencoder("Code", "Features", options).Fit(Data());

    private IDataView Data() => Blobs.Create(_ml);

    private IReadOnlyList<float[]> Codes(AutoencoderTransformer model)
    {
        var scored = model.Transform(Data());
        return Cells.Read(scored, scored.Schema["Code"]);
    }

    private static List<string> Warnings(AutoencoderOptions options)
    {
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(e.Message);
        };
        ml.Transforms.Autoencoder("Code", "Features", options).Fit(Blobs.Create(ml)).Dispose();
        return warnings;
    }

    private static float[][] Correlated(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (a, b) = ((random.NextDouble() - 0.5) * 4, (random.NextDouble() - 0.5) * 3);
            return Enumerable.Range(0, 6)
                .Select(i => (float)((a * Math.Sin(i + 1)) + (b * Math.Cos(2 * i)) + (0.2 * (random.NextDouble() - 0.5)) + 1)).ToArray();
        })];
    }

    private sealed class Row
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];
    }
}
