namespace DeepML;

/// <summary>Where the numbers of a controller come from.</summary>
public enum PidRule
{
    /// <summary>The least criterion within the limits, by search.</summary>
    Optimal,

    /// <summary>Skogestad's rules, J. Process Control 13 (2003), with τ_c = τ.</summary>
    Simc,

    /// <summary>
    /// Internal model control: Rivera, Morari and Skogestad, Ind. Eng. Chem. Process Des. Dev. 25 (1986), λ = max(0.8 τ, 0.1 T1).
    /// </summary>
    Imc,

    /// <summary>Ziegler's and Nichols' rules from the ultimate gain and period, Trans. ASME 64 (1942).</summary>
    ZieglerNichols,

    /// <summary>Cohen's and Coon's rules, Trans. ASME 75 (1953).</summary>
    CohenCoon,
}
