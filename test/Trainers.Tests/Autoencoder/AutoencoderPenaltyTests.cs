using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Autoencoders;

/// <summary>Corruptions of inputs and penalties on codes.</summary>
[TestClass]
public sealed class AutoencoderPenaltyTests
{
    [TestMethod]
    public void A_share_of_the_inputs_is_masked_and_the_others_stay()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var inputs = rand(100, 100).add(1);
        var masked = new MaskingCorruption { Fraction = 0.25 }.Apply(inputs, blank: null);
        Assert.AreEqual(0.25, masked.eq(0).to(ScalarType.Float32).mean().item<float>(), 0.02);
        Assert.IsTrue(masked.eq(0).logical_or(masked.eq(inputs)).all().item<bool>());
        Assert.IsTrue(inputs.ge(1).all().item<bool>(), "the inputs themselves stay");
        var blank = full(100, -7);
        Assert.AreEqual(0.25,
            new MaskingCorruption { Fraction = 0.25 }.Apply(inputs, blank).eq(-7).to(ScalarType.Float32).mean().item<float>(), 0.02);
    }

    [TestMethod]
    public void Rows_that_are_pictures_are_spoiled_as_such_one_corruption_after_the_other()
    {
        using var scope = NewDisposeScope();
        var pictures = new AutoencoderImageArchitecture(4, 5, 2, [3], 3, DenseCode: true);
        var rows = rand(6, 2 * 4 * 5);
        var (patch, noise) = (new PatchCorruption { SmallestSide = 0.4, LargestSide = 0.6 }, new NoiseCorruption());
        manual_seed(3);
        var expected = noise.Spoil(patch.Spoil(rows.view(6, 2, 4, 5), null).Pictures, null).Pictures.flatten(1);
        manual_seed(3);
        var spoiled = new PictureCorruption { Corruptions = [patch, noise] }.Apply(rows, null, pictures);
        Assert.IsTrue(spoiled.equal(expected).all().item<bool>());
        Assert.IsFalse(spoiled.equal(rows).all().item<bool>());
        Assert.ThrowsExactly<InvalidOperationException>(() => new PictureCorruption().Apply(rows, null));
    }

    [TestMethod]
    public void Salt_and_pepper_are_the_largest_and_the_smallest_input_by_halves()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var inputs = rand(100, 100);
        var (least, most) = (inputs.min(), inputs.max());
        var spoilt = new SaltAndPepperCorruption { Fraction = 0.4 }.Apply(inputs, null);
        Assert.AreEqual(0.2, spoilt.eq(least).to(ScalarType.Float32).mean().item<float>(), 0.02);
        Assert.AreEqual(0.2, spoilt.eq(most).to(ScalarType.Float32).mean().item<float>(), 0.02);
        Assert.AreEqual(0.6, spoilt.eq(inputs).to(ScalarType.Float32).mean().item<float>(), 0.02);
    }

    [TestMethod]
    public void Gaussian_noise_has_the_asked_for_deviation_and_can_be_clipped()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var inputs = full(100, 100, 0.5f);
        var noisy = new GaussianCorruption { StandardDeviation = 2 }.Apply(inputs, null);
        Assert.AreEqual(2, noisy.std().item<float>(), 0.05);
        Assert.AreEqual(0.5, noisy.mean().item<float>(), 0.06);
        var clipped = new GaussianCorruption { StandardDeviation = 2, ClipToUnitInterval = true }.Apply(inputs, null);
        Assert.AreEqual(0f, clipped.min().item<float>());
        Assert.AreEqual(1f, clipped.max().item<float>());
        Assert.AreEqual(0.5f, inputs.mean().item<float>(), "the inputs themselves stay");
    }

    [TestMethod]
    public void The_sum_of_absolute_codes_is_taken_per_row()
    {
        using var scope = NewDisposeScope();
        var code = tensor(new float[] { 1, -2, 3, 0, 0, -4 }, [2, 3]);
        Assert.AreEqual(0.5f * (6 + 4) / 2, new L1Sparsity { Weight = 0.5 }.Penalty(code)!.item<float>(), 1e-6f);
        Assert.IsNull(new LargestCodes().Penalty(code));
        Assert.AreEqual(3, new LargestCodes { Count = 3 }.CodesKept);
        Assert.IsNull(new L1Sparsity().CodesKept);
    }

    [TestMethod]
    public void Units_at_their_target_cost_nothing_and_others_their_divergence()
    {
        using var scope = NewDisposeScope();
        var sparsity = new KullbackLeiblerSparsity { Target = 0.25, Weight = 2 };
        Assert.AreEqual(0f, sparsity.Penalty(tensor(new[] { 0.5f, 0f }, [2, 1]))!.item<float>(), 1e-6f);
        // at a half: ¼ ln(¼ / ½) + ¾ ln(¾ / ½), for each of two units
        var expected = 2 * 2 * ((0.25 * Math.Log(0.5)) + (0.75 * Math.Log(1.5)));
        Assert.AreEqual(expected, sparsity.Penalty(tensor(new[] { 0.5f, 0.1f, 0.5f, 0.9f }, [2, 2]))!.item<float>(), 1e-6);
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(1f)]
    public void A_unit_that_never_changes_has_a_finite_cost_and_slope(float value)
    {
        using var scope = NewDisposeScope();
        var code = full(3, 1, value).requires_grad_();
        var penalty = new KullbackLeiblerSparsity().Penalty(code)!;
        penalty.backward();
        Assert.IsTrue(float.IsFinite(penalty.item<float>()));
        Assert.IsTrue(code.grad!.isfinite().all().item<bool>());
    }

    [TestMethod]
    [DataRow(Activation.Sigmoid)]
    [DataRow(Activation.Tanh)]
    [DataRow(Activation.Identity)]
    public void The_closed_form_of_a_contraction_is_what_the_slopes_give(Activation activation)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new AutoencoderNetwork(new AutoencoderArchitecture(5, [], 3, Activation.ReLU, activation, Activation.Identity));
        Assert.IsTrue(Contraction.HasClosedForm(network.Architecture));
        var inputs = randn(4, 5);
        var expected = Contraction.ByAutograd(network, inputs, createGraph: false).item<float>();
        Assert.AreEqual(expected, Contraction.OneLayer(network, network.Encode(inputs)).item<float>(), 1e-5f * Math.Max(1, expected));
        Assert.AreEqual(expected, Contraction.Penalty(network, inputs, network.Encode(inputs)).item<float>(),
            1e-5f * Math.Max(1, expected));
    }

    [TestMethod]
    public void A_linear_encoder_contracts_by_the_squares_of_its_weights()
    {
        using var scope = NewDisposeScope();
        using var network =
            new AutoencoderNetwork(new AutoencoderArchitecture(2, [], 1, Activation.ReLU, Activation.Identity, Activation.Identity));
        using (no_grad())
            network.EncoderLayers[0].weight!.copy_(tensor(new float[] { 3, 4 }, [1, 2]));
        Assert.AreEqual(25f, Contraction.Penalty(network, randn(6, 2), network.Encode(randn(6, 2))).item<float>(), 1e-4f,
            "the mean of rows, not their sum");
    }

    [TestMethod]
    public void Deeper_encoders_have_no_closed_form()
    {
        var deep = new AutoencoderArchitecture(5, [4], 3, Activation.Tanh, Activation.Sigmoid, Activation.Identity);
        Assert.IsFalse(Contraction.HasClosedForm(deep));
        Assert.IsFalse(Contraction.HasClosedForm(deep with { HiddenSizes = [], CodeActivation = Activation.ReLU }));
        Assert.IsFalse(Contraction.HasClosedForm(deep with { HiddenSizes = [], CodesKept = 2 }));
        Assert.IsTrue(Contraction.HasClosedForm(deep with { HiddenSizes = [] }));
    }

    [TestMethod]
    public void The_weight_of_the_divergence_rises_to_its_full_size_behind_the_warm_up()
    {
        var code = new VariationalCode { Beta = 2, WarmUpEpochs = 3 };
        CollectionAssert.AreEqual(new[] { 0.5, 1, 1.5, 2, 2 }, Enumerable.Range(1, 5).Select(code.BetaIn).ToArray());
        Assert.AreEqual(2, new VariationalCode { Beta = 2 }.BetaIn(1), "without a warm-up at once");
    }

    [TestMethod]
    public void Values_past_their_limits_are_named()
    {
        foreach (var (validate, expected) in new (Action<OptionFaults>, string)[]
        {
            (f => new MaskingCorruption { Fraction = 1 }.Validate(f, "C"), "C.Fraction is 1; it must be in (0, 1)."),
            (f => new MaskingCorruption { Fraction = double.NaN }.Validate(f, "C"), "C.Fraction is NaN; it must be in (0, 1)."),
            (f => new SaltAndPepperCorruption { Fraction = 0 }.Validate(f, "C"), "C.Fraction is 0; it must be in (0, 1)."),
            (f => new GaussianCorruption { StandardDeviation = 0 }.Validate(f, "C"), "C.StandardDeviation is 0; it must be above 0."),
            (f => new L1Sparsity { Weight = -1 }.Validate(f, "S", 4), "S.Weight is -1; it must be above 0."),
            (f => new KullbackLeiblerSparsity { Target = 1 }.Validate(f, "S", 4), "S.Target is 1; it must be in (0, 1)."),
            (f => new KullbackLeiblerSparsity { Weight = 0 }.Validate(f, "S", 4), "S.Weight is 0; it must be above 0."),
            (f => new LargestCodes { Count = 5 }.Validate(f, "S", 4), "S.Count is 5; it must be in [1, 4]."),
            (f => new VariationalCode { Beta = -1 }.Validate(f, "V"), "V.Beta is -1; it must be at least 0."),
            (f => new VariationalCode { WarmUpEpochs = -1 }.Validate(f, "V"), "V.WarmUpEpochs is -1; it must be at least 0."),
            (f => new VariationalCode { LogVarianceLimit = 0 }.Validate(f, "V"), "V.LogVarianceLimit is 0; it must be above 0."),
            (f => new VariationalCode { OutputDeviation = 0 }.Validate(f, "V"), "V.OutputDeviation is 0; it must be above 0."),
        })
        {
            var faults = new OptionFaults();
            validate(faults);
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => faults.ThrowIfAny("options")).Message, expected);
        }
    }
}
