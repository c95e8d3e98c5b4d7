using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A restricted Boltzmann machine: E(v, h) = -aᵀv - bᵀh - hᵀWv, for Gaussian visible units ½|v - a|² - bᵀh - hᵀWv (Smolensky 1986;
/// Hinton, Neural Computation 14, 2002); with variances that are learned ½Σ(v - a)²/σ² - bᵀh - hᵀW(v/σ²) (Cho, Ilin and Raiko, ICANN
/// 2011), and for D counted words -aᵀv - D·bᵀh - hᵀWv. Nothing here needs gradients of torch's: training finds them by sampling.
/// </summary>
internal sealed class RbmNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    private const double FirstDeviation = 0.01;

    // Numbers so many times the noise from their mean say all that they can: farther ones would only throw the weights off.
    public const double FarthestNumber = 10;

    // A column whose deviation is this small a share of its mean is constant but for rounding.
    private const double SmallestShare = 1e-6;

    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "visible_bias")] private readonly Parameter visible_bias;
    [ComponentName(Name = "hidden_bias")] private readonly Parameter hidden_bias;
    [ComponentName(Name = "log_variance")] private readonly Parameter? log_variance;
    [ComponentName(Name = "mean")] private readonly Tensor mean;
    [ComponentName(Name = "scale")] private readonly Tensor scale;
    [ComponentName(Name = "scaling")] private readonly ColumnScaling? scaling;

    /// <summary>Builds the machine with weights of deviation 0.01 from torch's generator (Hinton, UTML TR 2010-003, section 8).</summary>
    public RbmNetwork(RbmArchitecture architecture) : base("Rbm")
    {
        Architecture = architecture;
        weight = Parameter(WeightRoom.Zeros(architecture.HiddenSize, architecture.VisibleSize), false);
        visible_bias = Parameter(WeightRoom.Zeros(architecture.VisibleSize), false);
        hidden_bias = Parameter(WeightRoom.Zeros(architecture.HiddenSize), false);
        if (architecture.LearnsVariances)
            log_variance = Parameter(WeightRoom.Zeros(architecture.VisibleSize), false);
        mean = WeightRoom.Zeros(architecture.VisibleSize);
        scale = WeightRoom.Ones(architecture.VisibleSize);
        scaling = architecture.Scaling == ScalingForm.None ? null : new ColumnScaling(architecture.VisibleSize, architecture.Scaling);
        RegisterComponents();
        init.normal_(weight, 0, FirstDeviation);
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes and units.</summary>
    public RbmArchitecture Architecture { get; }

    /// <summary>W, (hidden, visible).</summary>
    public Parameter Weight => weight;

    /// <summary>a, (visible).</summary>
    public Parameter VisibleBias => visible_bias;

    /// <summary>b, (hidden).</summary>
    public Parameter HiddenBias => hidden_bias;

    /// <summary>
    /// The means of the rows it first learned from, (visible): taken off each visible number unless it is a bit, or read as given.
    /// </summary>
    public Tensor Mean => mean;

    /// <summary>By what it is then divided, (visible): the noise around the hidden units' word; ones for bits.</summary>
    public Tensor Scale => scale;

    /// <summary>ln σ² of each standardized visible number, (visible); null where it is 0 for all.</summary>
    public Parameter? LogVariance => log_variance;

    /// <summary>What is done with numbers before that; null for nothing.</summary>
    public ColumnScaling? Scaling => scaling;

    private bool HasBits => Architecture.VisibleUnits == VisibleUnits.Bernoulli;

    private bool HasCounts => Architecture.VisibleUnits == VisibleUnits.Counts;

    private bool HasNumbers => Architecture.VisibleUnits == VisibleUnits.Gaussian;

    private bool HasHiddenBits => Architecture.HiddenUnits == HiddenUnits.Bernoulli;

    /// <summary>The numbers of the data as <see cref="Scaling"/> leaves them.</summary>
    /// <returns>(batch, visible); the same tensor without one.</returns>
    public Tensor Scaled(Tensor data) => scaling is null ? data : scaling.call(data);

    /// <summary>Starts the visible side where the data are: biases at the log-odds of bits, or the standardization of numbers.</summary>
    /// <param name="columnMeans">(visible), float64, of scaled numbers.</param>
    /// <param name="columnDeviations">(visible), float64.</param>
    /// <param name="rows">Rows that were averaged.</param>
    /// <param name="noise">
    /// The deviation of a number around what the hidden units say of it, as a share of its deviation in the data. At 1 chance alone
    /// explains the numbers, up to how they go together, and hidden units learn little else.
    /// </param>
    /// <param name="isCommon">Whether all numbers have one noise, so that they keep their sizes to each other.</param>
    public void StartAt(Tensor columnMeans, Tensor columnDeviations, long rows, double noise = 1, bool isCommon = false)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        if (Architecture.ReadsAsGiven)
        {
            visible_bias.copy_(columnMeans);
            return;
        }
        mean.copy_(columnMeans);
        if (HasCounts)
        {
            // Half a word of each kind keeps the logarithm of words that do not occur finite.
            var counts = columnMeans.Times(rows).Plus(0.5);
            visible_bias.copy_((counts / counts.sum()).log());
            return;
        }
        if (HasBits)
        {
            // Half a row of each kind keeps the odds of constant columns finite.
            var on = columnMeans.Times(rows).Plus(0.5).Over(rows + 1.0);
            visible_bias.copy_((on / on.SubtractedFrom(1L)).log());
            return;
        }
        var varies = columnDeviations.gt(columnMeans.abs().Times(SmallestShare)); // (visible)
        var size = columnDeviations;
        if (isCommon && varies.any().Read<bool>())
            size = columnDeviations.masked_select(varies).Squared().mean().sqrt().expand(columnDeviations.size(0));
        scale.copy_(where(varies, size.Times(noise), ones_like(columnDeviations)));
    }

    /// <summary>The numbers of the data as the machine sees them.</summary>
    /// <returns>(batch, visible); the same tensor for bits and counts, and for numbers that are read as given.</returns>
    public Tensor Standardize(Tensor data) =>
        !HasNumbers || Architecture.ReadsAsGiven ? data : Within((Scaled(data) - mean).div_(scale));

    /// <summary>Standardized numbers, none farther out than ten times their noise, in place.</summary>
    public static Tensor Within(Tensor standardized) => standardized.clamp_(Numbers.Kept(-FarthestNumber), Numbers.Kept(FarthestNumber));

    /// <summary>The opposite of <see cref="Standardize"/>.</summary>
    /// <remarks>Numbers on a curve that lie farther out than any that is read are drawn back first: they could have no end.</remarks>
    public Tensor Restore(Tensor visible)
    {
        if (!HasNumbers || Architecture.ReadsAsGiven)
            return visible;
        if (scaling is null)
            return (visible * scale).PlusInPlace(mean);
        var within = visible.clamp(Numbers.Kept(-FarthestNumber), Numbers.Kept(FarthestNumber));
        return scaling.Restore(within.mul_(scale).PlusInPlace(mean));
    }

    /// <summary>By how much a small stretch of the data is longer as the machine sees it: Σᵢ ln |dvᵢ/dxᵢ|, which densities need.</summary>
    /// <param name="data">(batch, visible), as in the data.</param>
    /// <returns>(batch), in nats; zeros for bits.</returns>
    public Tensor LogStretch(Tensor data)
    {
        var stretch = scale.log().neg_().sum().expand(data.size(0)); // (batch)
        return scaling is null ? stretch : scaling.LogSlope(data).PlusInPlace(stretch);
    }

    /// <summary>Words of each row, (batch, 1); null unless they are counted.</summary>
    /// <param name="visible">(batch, visible).</param>
    public Tensor? Lengths(Tensor visible) => HasCounts ? visible.sum(1L, keepdim: true) : null;

    /// <summary>Words of a row in the mean, at least 1; 1 unless they are counted.</summary>
    public double MeanLength() => HasCounts ? Math.Max(1, mean.sum().Read<float>()) : 1;

    /// <summary>What the weights see of the visible units: v, or v/σ² with variances that are learned.</summary>
    /// <param name="visible">(batch, visible), standardized.</param>
    public Tensor Seen(Tensor visible) => log_variance is null ? visible : visible * log_variance.neg().exp_();

    /// <summary>What reaches the hidden units: b + Wv; D·b + Wv for D counted words.</summary>
    /// <param name="visible">(batch, visible), standardized.</param>
    /// <returns>(batch, hidden).</returns>
    public Tensor HiddenInput(Tensor visible) => Lengths(visible) is { } lengths
        ? visible.mm(weight.t()).PlusInPlace(lengths * hidden_bias)
        : hidden_bias.addmm(Seen(visible), weight.t());

    /// <summary>The hidden units' means given their inputs: probabilities of bits, or the rectified input.</summary>
    public Tensor HiddenMean(Tensor input) => HasHiddenBits ? input.sigmoid() : input.relu();

    /// <summary>Draws hidden units.</summary>
    /// <param name="input">From <see cref="HiddenInput"/>.</param>
    /// <param name="hiddenMean">From <see cref="HiddenMean"/>.</param>
    /// <param name="random">Owner of chance.</param>
    public Tensor SampleHidden(Tensor input, Tensor hiddenMean, GibbsRandom random) => HasHiddenBits
        ? random.Bits(hiddenMean)
        : random.Normal(input).mul_(input.sigmoid().sqrt_()).PlusInPlace(input).relu_();

    /// <summary>The visible units' means given the hidden units: probabilities of bits, or centres.</summary>
    /// <param name="hidden">(batch, hidden).</param>
    /// <param name="lengths">Counted words of each row, (batch, 1); null for as many as rows have in the mean.</param>
    /// <param name="bias">What each row adds to the biases, (batch, visible); null for nothing.</param>
    /// <returns>(batch, visible), standardized.</returns>
    public Tensor VisibleMean(Tensor hidden, Tensor? lengths = null, Tensor? bias = null)
    {
        var input = visible_bias.addmm(hidden, weight); // (batch, visible)
        if (bias is not null)
            input.PlusInPlace(bias);
        if (!HasCounts)
            return HasBits ? input.sigmoid_() : input;
        var shares = input.softmax(1);
        return lengths is null ? shares.mul_(Numbers.Kept(Math.Round(MeanLength()))) : shares.mul_(lengths);
    }

    /// <summary>Draws visible units around their means.</summary>
    public Tensor SampleVisible(Tensor visibleMean, GibbsRandom random) =>
        HasBits ? random.Bits(visibleMean) : HasCounts ? random.Counts(visibleMean)
        : log_variance is null ? random.Normal(visibleMean).PlusInPlace(visibleMean)
        : random.Normal(visibleMean).mul_(log_variance.Times(0.5).exp_()).PlusInPlace(visibleMean);

    /// <summary>The means of the visible units after one pass up and down without chance.</summary>
    /// <param name="visible">(batch, visible), standardized.</param>
    public Tensor Reconstruct(Tensor visible) => VisibleMean(HiddenMean(HiddenInput(visible)), Lengths(visible));

    /// <summary>What the variances learn from rows: (½(v - a)² - v·hW)/σ², the slope of -E by ln σ², as a mean.</summary>
    /// <param name="visible">(batch, visible), standardized.</param>
    /// <param name="hidden">(batch, hidden).</param>
    /// <returns>(visible).</returns>
    public Tensor VarianceSlope(Tensor visible, Tensor hidden)
    {
        var slope = (visible - visible_bias).Squared().mul_(Numbers.Kept(0.5)).sub_(hidden.mm(weight).mul_(visible));
        return slope.mean([0L]).mul_(log_variance!.neg().exp_());
    }

    /// <summary>Alternates between the two sides.</summary>
    /// <param name="hidden">(batch, hidden): where the chains stand.</param>
    /// <param name="steps">Full steps, at least 1.</param>
    /// <param name="random">Owner of chance.</param>
    /// <returns>The visible means of the last step and the visible units drawn from them, (batch, visible), standardized.</returns>
    public (Tensor Mean, Tensor Sample) Gibbs(Tensor hidden, int steps, GibbsRandom random)
    {
        Tensor? own = null;
        for (var step = 1; ; step++)
        {
            using var scope = NewDisposeScope();
            var visibleMean = VisibleMean(own ?? hidden);
            var visible = SampleVisible(visibleMean, random);
            own?.Dispose(); // the first belongs to the caller
            if (step == steps)
                return (visibleMean.MoveToOuterDisposeScope(), visible.MoveToOuterDisposeScope());
            var input = HiddenInput(visible);
            own = SampleHidden(input, HiddenMean(input), random).MoveToOuterDisposeScope();
        }
    }

    /// <summary>
    /// -ln Σₕ e^(-E(v, h)), up to ln Z the negative log-likelihood (Bengio 2009, Found. Trends Mach. Learn. 2(1), eq. 5.21).
    /// </summary>
    /// <param name="visible">(batch, visible), standardized.</param>
    /// <returns>(batch), in nats; for rectified hidden units the sum over h is taken as ½·max(0, x)² per unit.</returns>
    public Tensor FreeEnergy(Tensor visible) => FreeEnergy(visible, HiddenInput(visible));

    /// <summary>The same, with the hidden units' inputs already known.</summary>
    /// <param name="visible">(batch, visible), standardized.</param>
    /// <param name="input">From <see cref="HiddenInput"/>.</param>
    /// <param name="bias">What each row adds to the visible biases, (batch, visible); null for nothing.</param>
    public Tensor FreeEnergy(Tensor visible, Tensor input, Tensor? bias = null)
    {
        var biases = bias is null ? visible_bias : visible_bias.Plus(bias); // (visible), or (batch, visible)
        // (batch)
        var own = HasNumbers
            ? Seen((visible - biases).Squared()).sum(1L).mul_(Numbers.Kept(0.5))
            : (visible * biases).sum(1L).neg_();
        return own.sub_(HiddenPart(input));
    }

    /// <summary>
    /// visible × ln p(vᵢ | the others) for one unit per row: an unbiased estimate of the pseudo-log-likelihood (Besag 1975). Bits only;
    /// of a number between 0 and 1 the expectation over the bit that is 1 with this probability.
    /// </summary>
    /// <param name="visible">(batch, visible).</param>
    /// <param name="input">From <see cref="HiddenInput"/>.</param>
    /// <param name="units">(batch), int64: which unit of each row is asked for.</param>
    /// <returns>(batch), in nats.</returns>
    public Tensor PseudoLogLikelihood(Tensor visible, Tensor input, Tensor units)
    {
        var value = visible.gather(1, units.unsqueeze(1)); // (batch, 1)
        var own = weight.t().index_select(0, units); // (batch, hidden): what the unit adds to the hidden inputs when on
        var off = input - (value * own); // (batch, hidden): the inputs without it
        // (batch): F with the unit off - F with it on
        var odds = (HiddenPart(off.Plus(own)) - HiddenPart(off)).Plus(visible_bias.index_select(0, units));
        value = value.squeeze(1); // (batch)
        return (value * ElementFunctions.Softplus(odds.neg())).PlusInPlace(value.SubtractedFrom(1L) * ElementFunctions.Softplus(odds))
            .mul_(Numbers.Kept((long)-Architecture.VisibleSize));
    }

    /// <summary>The hidden means of rows of data.</summary>
    /// <param name="input">(batch, visible), as in the data.</param>
    /// <returns>(batch, hidden).</returns>
    public override Tensor forward(Tensor input) => HiddenMean(HiddenInput(Standardize(input)));

    private Tensor HiddenPart(Tensor input) => HasHiddenBits
        ? ElementFunctions.Softplus(input).sum(1L)
        : input.relu().Squared().sum(1L).mul_(Numbers.Kept(0.5));
}
