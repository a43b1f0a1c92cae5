//! The file itself: its tables, read strictly, so that a mistyped key is not silently ignored.

use super::setting::{
    Address, Count, CountryCode, DatabaseUrl, FactorRule, FilePath, LogStyle, Origin, ProcessorName, Secret, Series, Switch, Text, TimeZone, WebAddress,
};
use super::{ConfigurationError, within};
use billing::dunning::{DunningAction, DunningPlan, DunningPlanError, DunningStep};
use billing::late_payment::{BaseRate, FlatFee};
use chrono::NaiveDate;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The file's name where none is given.
pub const DEFAULT_FILE: &str = "Leptos.toml";

/// Where the framework's block begins; it looks for these very characters.
const LEPTOS_BLOCK: &str = "[[workspace.metadata.leptos]]";

/// A configuration file that was read.
pub struct ConfigurationFile {
    path: PathBuf,
    pub(super) text: String,
    pub(super) tables: Tables,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tables {
    pub portal: PortalTable,
    pub seller: SellerTable,
    pub gateway: GatewayTable,
    pub vat_register: VatRegisterTable,
    pub mail: MailTable,
    pub dunning: Option<DunningTable>,
    #[serde(default)]
    pub service_orders: ServiceOrdersTable,
    #[serde(default)]
    pub staff: StaffTable,
    #[serde(default)]
    pub operation: OperationTable,
    #[expect(dead_code, reason = "only checked here; leptos_config reads it")]
    workspace: WorkspaceTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PortalTable {
    pub database_url: DatabaseUrl,
    pub demo: Switch,
    pub catalogue: Option<FilePath>,
    pub time_zone: TimeZone,
    pub origin: Option<Origin>,
    pub session_idle_minutes: Count,
    pub session_absolute_hours: Count,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SellerTable {
    pub name: Text,
    pub street: Text,
    pub postal_code: Text,
    pub city: Text,
    pub country: CountryCode,
    pub tax_number: Text,
    pub vat_id: Text,
    pub bank: Text,
    pub email: Text,
    pub invoice_series: Series,
    pub credit_note_series: Series,
    pub corporate_invoice_series: Option<Series>,
    pub corporate_credit_note_series: Option<Series>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GatewayTable {
    pub url: Option<WebAddress>,
    pub listen: Address,
    pub store: FilePath,
    pub secret: Secret,
    pub public_url: Option<Origin>,
    pub webhook_secret: Secret,
    pub timeout_seconds: Count,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VatRegisterTable {
    pub url: Option<WebAddress>,
    pub timeout_seconds: Count,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MailTable {
    pub smtp_url: Option<Secret>,
    pub from: Text,
}

/// Without it: what is usual.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DunningTable {
    pub payment_terms_days: u32,
    pub steps: DunningSteps,
    pub flat_fee: FlatFeeSwitch,
    pub base_rates: Vec<BaseRateTable>,
}

impl Default for DunningTable {
    fn default() -> Self {
        Self { payment_terms_days: 14, steps: DunningSteps(DunningPlan::default()), flat_fee: FlatFeeSwitch(FlatFee::Waived), base_rates: Vec::new() }
    }
}

/// Whether the flat fee is asked for.
#[derive(Deserialize)]
#[serde(from = "bool")]
pub(super) struct FlatFeeSwitch(pub FlatFee);

impl From<bool> for FlatFeeSwitch {
    fn from(is_asked: bool) -> Self {
        Self(if is_asked { FlatFee::Asked } else { FlatFee::Waived })
    }
}

/// A base rate from a day on; what is no rate is refused with its line.
#[derive(Deserialize)]
#[serde(try_from = "BaseRateText")]
pub(super) struct BaseRateTable(pub BaseRate);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BaseRateText {
    from: NaiveDate,
    percent: String,
}

impl TryFrom<BaseRateText> for BaseRateTable {
    type Error = String;

    fn try_from(text: BaseRateText) -> Result<Self, String> {
        let hundredths = BaseRate::parse_percent(&text.percent).ok_or_else(|| format!("expected a rate such as \"1.27\", got {:?}", text.percent))?;
        Ok(Self(BaseRate { from: text.from, hundredths }))
    }
}

/// The plan; what makes none is refused with its line.
#[derive(Deserialize)]
#[serde(try_from = "Vec<DunningStepTable>")]
pub(super) struct DunningSteps(pub DunningPlan);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DunningStepTable {
    after_days: u32,
    action: DunningWord,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DunningWord {
    Retry,
    Remind,
    Suspend,
    End,
}

impl TryFrom<Vec<DunningStepTable>> for DunningSteps {
    type Error = DunningPlanError;

    fn try_from(tables: Vec<DunningStepTable>) -> Result<Self, DunningPlanError> {
        let mut level = 0;
        let step = |table: DunningStepTable| {
            let action = match table.action {
                DunningWord::Retry => DunningAction::Retry,
                DunningWord::Remind => {
                    level += 1;
                    DunningAction::Remind { level }
                }
                DunningWord::Suspend => DunningAction::Suspend,
                DunningWord::End => DunningAction::End,
            };
            DunningStep { after_days: table.after_days, action }
        };
        DunningPlan::new(tables.into_iter().map(step).collect()).map(Self)
    }
}

/// Who processes service orders. Without it: the staff.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceOrdersTable {
    pub processed_by: Option<ProcessorName>,
}

/// How the staff signs in.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffTable {
    pub second_factor: Option<FactorRule>,
}

/// How the server is watched over. Every key may lack, and so may the table.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct OperationTable {
    pub log_format: Option<LogStyle>,
    pub metrics_listen: Option<Address>,
    pub stop_delay_seconds: Option<Count>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkspaceTable {
    #[expect(dead_code, reason = "only checked")]
    metadata: MetadataTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetadataTable {
    #[expect(dead_code, reason = "only checked")]
    leptos: Vec<LeptosTable>,
}

/// The keys that `Cargo.toml` shares with this file, and what only a running server wants to know.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only checked")]
struct LeptosTable {
    name: Option<String>,
    bin_package: Option<String>,
    lib_package: Option<String>,
    output_name: String,
    site_root: String,
    site_pkg_dir: String,
    site_addr: Address,
    hash_files: Option<bool>,
    style_file: Option<String>,
    lib_profile_release: Option<String>,
    env: Option<String>,
    reload_port: Option<u32>,
}

impl ConfigurationFile {
    /// Reads a file; the paths in it start at its folder.
    ///
    /// # Errors
    /// [`ConfigurationError`] of the file or one of its lines.
    pub fn read(path: &Path) -> Result<Self, ConfigurationError> {
        let text = fs::read_to_string(path).map_err(|reason| ConfigurationError::Unreadable { path: path.display().to_string(), reason })?;
        Self::parse(path, text)
    }

    pub(super) fn parse(path: &Path, text: String) -> Result<Self, ConfigurationError> {
        let tables = toml::from_str(&text).map_err(|error| ConfigurationError::Line {
            path: path.display().to_string(),
            line: line_of(&text, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })?;
        let mut file = Self { path: path.to_owned(), text, tables };
        file.resolve_paths();
        Ok(file)
    }

    /// The file's folder; empty for the current one.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The line on which the framework's block begins.
    pub(super) fn leptos_line(&self) -> usize {
        line_of(&self.text, self.text.find(LEPTOS_BLOCK).unwrap_or(0))
    }

    fn resolve_paths(&mut self) {
        let folder = self.folder().to_owned();
        let url = &mut self.tables.portal.database_url.0;
        if let Some(file) = url.strip_prefix("sqlite:").map(|file| file.trim_start_matches("//")) {
            *url = format!("sqlite:{}", within(&folder, Path::new(file)).display());
        }
        if let Some(catalogue) = &mut self.tables.portal.catalogue {
            catalogue.0 = within(&folder, &catalogue.0);
        }
        let store = &mut self.tables.gateway.store.0;
        *store = within(&folder, store);
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
