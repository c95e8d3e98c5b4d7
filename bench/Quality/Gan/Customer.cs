namespace DeepML.Bench;

/// <summary>
/// A customer of a made-up company, who leaves or stays: a quarter leave, new ones and those without a long contract first.
/// </summary>
internal sealed class Customer
{
    /// <summary>The columns beside the label.</summary>
    public static string[] Columns { get; } =
        [nameof(Tenure), nameof(Charge), nameof(Total), nameof(Calls), nameof(Contract), nameof(Payment), nameof(Internet), nameof(Region),
            nameof(IsSenior), nameof(HasPartner)];

    public float Tenure { get; set; }

    public float Charge { get; set; }

    public float Total { get; set; }

    public float Calls { get; set; }

    public string Contract { get; set; } = "";

    public string Payment { get; set; } = "";

    public string Internet { get; set; } = "";

    public string Region { get; set; } = "";

    public bool IsSenior { get; set; }

    public bool HasPartner { get; set; }

    public bool Label { get; set; }

    /// <summary>Makes customers; the same seed makes the same.</summary>
    public static Customer[] Create(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Make(random))];
    }

    private static Customer Make(Random random)
    {
        var contract = Draws.Index(random, 0.55, 0.21, 0.24);
        var internet = Draws.Index(random, 0.44, 0.34, 0.22); // fibre, cable, none
        var tenure = Math.Clamp(
            (float)Math.Round(contract == 0 ? -18 * Math.Log(1 - random.NextDouble()) : 20 + (50 * random.NextDouble())), 1, 72);
        var charge = (float)Math.Round((internet switch { 0 => 85, 1 => 58, _ => 21 }) + (9 * Draws.Normal(random)), 2);
        var calls = 0;
        for (var left = random.NextDouble() * Math.Exp(internet == 0 ? 1.2 : 0.6); (left *= random.NextDouble()) > 0.4 && calls < 9;)
            calls++;
        var isSenior = random.NextDouble() < 0.16;
        var payment = Draws.Index(random, 0.34, 0.23, 0.22, 0.21);
        var logit = -1.2 + (contract switch { 0 => 1.1, 1 => -0.6, _ => -1.6 }) - (tenure / 28) + (0.017 * (charge - 60)) + (0.55 * calls)
            + (payment == 0 ? 0.6 : 0) + (isSenior ? 0.4 : 0) + (internet == 2 ? -0.4 : 0.3);
        return new Customer
        {
            Tenure = tenure,
            Charge = charge,
            Total = (float)Math.Round(tenure * charge * (1 + (0.03 * Draws.Normal(random))), 2),
            Calls = calls,
            Contract = contract switch { 0 => "month", 1 => "year", _ => "two years" },
            Payment = $"payment {payment}",
            Internet = internet switch { 0 => "fibre", 1 => "cable", _ => "none" },
            Region = $"region {(int)(10 * Math.Pow(random.NextDouble(), 1.7))}",
            IsSenior = isSenior,
            HasPartner = random.NextDouble() < (tenure > 24 ? 0.65 : 0.4),
            Label = random.NextDouble() < 1 / (1 + Math.Exp(-logit)),
        };
    }
}
