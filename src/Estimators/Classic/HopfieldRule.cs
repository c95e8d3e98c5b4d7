namespace DeepML;

/// <summary>How a Hopfield memory stores patterns.</summary>
public enum HopfieldRule
{
    /// <summary>
    /// W = Σ ξξᵀ / units: units that are on together hold each other on (Hebb 1949; Hopfield, PNAS 79, 1982). Up to about 0.138 random
    /// patterns a unit.
    /// </summary>
    Hebb,

    /// <summary>
    /// The projection on what the patterns span (Personnaz, Guyon and Dreyfus, J. Physique Lett. 46, 1985): patterns may be alike, and
    /// as many as half of the units can be recalled from damage.
    /// </summary>
    Projection,
}
