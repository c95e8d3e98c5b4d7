namespace DeepML.Networks;

/// <summary>The sizes and units that rebuild an <see cref="RbmNetwork"/>.</summary>
/// <param name="VisibleSize">Visible units.</param>
/// <param name="HiddenSize">Hidden units.</param>
/// <param name="VisibleUnits">What the visible units hold.</param>
/// <param name="HiddenUnits">What the hidden units hold.</param>
/// <param name="Scaling">What Gaussian visible units do with numbers before these are centred and divided by their noise.</param>
/// <param name="ReadsAsGiven">Whether Gaussian visible units read numbers as they are: not centred, of noise 1, without bounds.</param>
/// <param name="LearnsVariances">Whether Gaussian visible units learn how far they lie around the hidden units' word.</param>
internal sealed record RbmArchitecture(
    int VisibleSize, int HiddenSize, VisibleUnits VisibleUnits, HiddenUnits HiddenUnits, ScalingForm Scaling = ScalingForm.None,
    bool ReadsAsGiven = false, bool LearnsVariances = false);
